package io.coroutine.autoconfigure.context;

import java.net.http.HttpClient;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Supplier;

import io.coroutine.CoroutineRuntime;
import io.coroutine.local.CoroutineLocal;
import io.coroutine.scope.CoroutineScope;
import io.micrometer.context.ThreadLocalAccessor;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.test.simple.SimpleTracer;
import jakarta.servlet.Filter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.MDC;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.WebAsyncTask;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The context of a request where its work runs, on the connector of each engine.
 */
class RequestContextTests {

	private static final CoroutineLocal<@Nullable String> LOCAL = CoroutineLocal.<@Nullable String>builder()
		.inherited()
		.build();

	private static final ThreadLocal<@Nullable String> FOREIGN = new ThreadLocal<>();

	@ParameterizedTest
	@CsvSource({ "event-loop, false", "event-loop, true", "portable, false", "portable, true" })
	void whenTheWorkOfARequestRunsElsewhereThenItHasItsContext(String engine, String virtualThreads) {
		WebApplication.runner(engine)
			.withUserConfiguration(Application.class)
			.withPropertyValues("coroutine.context.inherit.tasks=true",
					"spring.threads.virtual.enabled=" + virtualThreads)
			.run((context) -> {
				try (HttpClient client = WebApplication.client()) {
					for (String path : List.of("/here", "/forked", "/future", "/task", "/method", "/callable",
							"/web-async-task", "/deferred")) {
						String seen = WebApplication
							.get(client, context, path, "X-User", "anna", "Accept-Language", "fr")
							.body();
						assertThat(seen).as(path).isEqualTo(expected(path));
					}
				}
			});
	}

	/** All of it follows but the transaction. */
	private static String expected(String path) {
		return "header anna, locale fr, mdc anna, security anna, span serve, local anna, foreign anna, transaction "
				+ path.equals("/here");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	static class Application {

		@Bean
		Tracing tracing() {
			return new Tracing();
		}

		@Bean
		ThreadLocalAccessor<String> foreign() {
			return new ForeignAccessor();
		}

		@Bean
		Method method() {
			return new Method();
		}

		@Bean
		Controller controller(CoroutineRuntime runtime, AsyncTaskExecutor tasks, Method method, Tracing tracing) {
			return new Controller(runtime, tasks, method, tracing);
		}

		/**
		 * Sets what filters and interceptors set in a request.
		 */
		@Bean
		FilterRegistrationBean<Filter> context(Tracing tracing) {
			Filter filter = (request, response, chain) -> {
				Observation observation = Observation.start("serve", tracing.observations);
				MDC.put("user", "anna");
				LOCAL.set("anna");
				FOREIGN.set("anna");
				SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken("anna", ""));
				TransactionSynchronizationManager.setActualTransactionActive(true);
				try (Observation.Scope scope = observation.openScope()) {
					chain.doFilter(request, response);
				}
				finally {
					observation.stop();
					TransactionSynchronizationManager.clear();
					SecurityContextHolder.clearContext();
					FOREIGN.remove();
					LOCAL.remove();
					MDC.clear();
				}
			};
			return new FilterRegistrationBean<>(filter);
		}

	}

	static class Tracing {

		final SimpleTracer tracer = new SimpleTracer();

		final ObservationRegistry observations = ObservationRegistry.create();

		Tracing() {
			this.observations.observationConfig().observationHandler(new DefaultTracingObservationHandler(this.tracer));
		}

		String span() {
			Span span = this.tracer.currentSpan();
			return (span != null && this.observations.getCurrentObservation() != null)
					? this.observations.getCurrentObservation().getContext().getName() : "none";
		}

	}

	static class Method {

		@Async
		CompletableFuture<String> call(Supplier<String> code) {
			return CompletableFuture.completedFuture(code.get());
		}

	}

	@RestController
	static class Controller {

		private final CoroutineRuntime runtime;

		private final AsyncTaskExecutor tasks;

		private final Method method;

		private final Tracing tracing;

		Controller(CoroutineRuntime runtime, AsyncTaskExecutor tasks, Method method, Tracing tracing) {
			this.runtime = runtime;
			this.tasks = tasks;
			this.method = method;
			this.tracing = tracing;
		}

		private String seen() {
			RequestAttributes attributes = RequestContextHolder.getRequestAttributes();
			String header = (attributes instanceof ServletRequestAttributes servlet)
					? servlet.getRequest().getHeader("X-User") : null;
			Locale locale = LocaleContextHolder.getLocale();
			Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
			return "header " + header + ", locale " + locale.getLanguage() + ", mdc " + MDC.get("user") + ", security "
					+ ((authentication != null) ? authentication.getName() : null) + ", span " + this.tracing.span()
					+ ", local " + LOCAL.get() + ", foreign " + FOREIGN.get() + ", transaction "
					+ TransactionSynchronizationManager.isActualTransactionActive();
		}

		@GetMapping("/here")
		String here() {
			return seen();
		}

		@GetMapping("/forked")
		String forked() throws Exception {
			try (CoroutineScope scope = CoroutineScope.open()) {
				Future<String> child = scope.fork(this::seen);
				scope.joinAll();
				return child.resultNow();
			}
		}

		@GetMapping("/future")
		String future() throws Exception {
			return CompletableFuture.supplyAsync(this::seen, this.runtime::start)
				.thenCombineAsync(CompletableFuture.supplyAsync(this::seen, this.runtime::start),
						(first, second) -> (first.equals(second)) ? first : first + " but " + second)
				.get();
		}

		@GetMapping("/task")
		String task() throws Exception {
			return this.tasks.submit(this::seen).get();
		}

		@GetMapping("/method")
		String method() throws Exception {
			return this.method.call(this::seen).get();
		}

		@GetMapping("/callable")
		Callable<String> callable() {
			return this::seen;
		}

		@GetMapping("/web-async-task")
		WebAsyncTask<String> webAsyncTask() {
			return new WebAsyncTask<>(60_000L, this::seen);
		}

		@GetMapping("/deferred")
		DeferredResult<String> deferred() {
			DeferredResult<String> result = new DeferredResult<>();
			this.runtime.start(() -> result.setResult(seen()));
			return result;
		}

	}

	private static final class ForeignAccessor implements ThreadLocalAccessor<String> {

		@Override
		public Object key() {
			return "foreign";
		}

		@Override
		public @Nullable String getValue() {
			return FOREIGN.get();
		}

		@Override
		public void setValue(String value) {
			FOREIGN.set(value);
		}

		@Override
		public void setValue() {
			FOREIGN.remove();
		}

	}

}
