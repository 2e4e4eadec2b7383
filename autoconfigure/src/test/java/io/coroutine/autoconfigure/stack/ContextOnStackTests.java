package io.coroutine.autoconfigure.stack;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.coroutine.CoroutineRuntime;
import io.coroutine.local.CoroutineLocal;
import io.coroutine.spring.stack.PrivateStack;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.MDC;

import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.filter.OncePerRequestFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The whole context of a request is there after the change of its stack, and what is
 * changed there is seen on the way back: on both engines, both connectors, in both stack
 * modes.
 */
class ContextOnStackTests {

	private static final ThreadLocal<@Nullable String> LOCAL = new ThreadLocal<>();

	private static final CoroutineLocal<@Nullable String> COROUTINE_LOCAL = CoroutineLocal.create();

	private static final ObservationRegistry observations = ObservationRegistry.create();

	private final WebApplicationContextRunner runner = StackApplication.runner()
		.withUserConfiguration(Application.class)
		.withPropertyValues("coroutine.stack.private.paths=/reports/**,/other");

	@ParameterizedTest
	@CsvSource({ "event-loop,true,shared", "event-loop,true,private", "event-loop,false,shared",
			"event-loop,false,private", "portable,true,shared", "portable,true,private" })
	void whenStackChangesThenContextComesAlongAndBack(String engine, boolean connector, String mode) {
		this.runner
			.withPropertyValues("coroutine.engine=" + engine, "coroutine.tomcat.connector.enabled=" + connector,
					"coroutine.stack.mode=" + mode)
			.run((context) -> {
				String usual = (mode.equals("shared")) ? StackApplication.SHARED : StackApplication.PRIVATE;
				for (int round = 0; round < 3; round++) {
					assertContext(context, "/plain", usual);
					assertContext(context, "/annotated", StackApplication.PRIVATE);
					assertContext(context, "/reports/2026/1", StackApplication.PRIVATE);
				}
				CoroutineRuntime runtime = context.getBean(CoroutineRuntime.class);
				StackApplication.awaitNothingLeft(runtime);
			});
	}

	private static void assertContext(AssertableWebApplicationContext context, String path, String stack)
			throws InterruptedException {
		Map<String, Object> before = values("before", path);
		assertThat(StackApplication.body(context, path)).isEqualTo(stack + " " + before);
		assertThat(context.getBean(ContextFilter.class).after.poll(30, TimeUnit.SECONDS))
			.isEqualTo(values("after", path));
	}

	/**
	 * Return what all places must hold.
	 */
	private static Map<String, Object> values(String value, String path) {
		Map<String, Object> values = new LinkedHashMap<>();
		for (String place : new String[] { "local", "coroutine-local", "resource", "user", "mdc" }) {
			values.put(place, value);
		}
		values.put("request", (value.equals("before")) ? path : "none");
		values.put("observation", true);
		return values;
	}

	private static void fill(String value) {
		LOCAL.set(value);
		COROUTINE_LOCAL.set(value);
		TransactionSynchronizationManager.unbindResourceIfPossible("session");
		TransactionSynchronizationManager.bindResource("session", value);
		SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken(value, ""));
		MDC.put("user", value);
	}

	private static Map<String, Object> read() {
		Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
		Map<String, Object> values = new LinkedHashMap<>();
		values.put("local", String.valueOf(LOCAL.get()));
		values.put("coroutine-local", String.valueOf(COROUTINE_LOCAL.get()));
		values.put("resource", String.valueOf(TransactionSynchronizationManager.getResource("session")));
		values.put("user", (authentication != null) ? authentication.getName() : "none");
		values.put("mdc", String.valueOf(MDC.get("user")));
		values.put("request",
				(RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes)
						? attributes.getRequest().getRequestURI() : "none");
		values.put("observation", observations.getCurrentObservation() != null);
		return values;
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		ContextFilter contextFilter() {
			return new ContextFilter();
		}

		@Bean
		Endpoints endpoints() {
			return new Endpoints();
		}

	}

	/**
	 * Sets the context up, outside of all else, and looks at it afterwards.
	 */
	@Order(Ordered.HIGHEST_PRECEDENCE)
	static class ContextFilter extends OncePerRequestFilter {

		final BlockingQueue<Map<String, Object>> after = new LinkedBlockingQueue<>();

		@Override
		protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
				throws ServletException, IOException {
			assertThat(LOCAL.get()).isNull();
			observations.observationConfig().observationHandler((any) -> true);
			Observation observation = Observation.start("request", observations);
			try (Observation.Scope scope = observation.openScope()) {
				fill("before");
				chain.doFilter(request, response);
				this.after.add(read());
			}
			finally {
				observation.stop();
			}
		}

	}

	@RestController
	static class Endpoints {

		@GetMapping({ "/plain", "/reports/{year}/{month}" })
		String plain() {
			return answer();
		}

		@PrivateStack
		@GetMapping("/annotated")
		String annotated() {
			return answer();
		}

		private static String answer() {
			String answer = StackApplication.stack() + " " + read();
			fill("after");
			return answer;
		}

	}

}
