package io.coroutine.autoconfigure.context;

import java.net.http.HttpClient;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.coroutine.CoroutineRuntime;
import jakarta.servlet.http.HttpServletRequest;
import org.apache.catalina.connector.RequestFacade;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.util.WebUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The broken control of {@link InheritedRequestTests}: what stands behind all views of a
 * request serves the next one, and who has it sees that one. The guarded view, in the
 * same coroutine, does not show it.
 */
class UnguardedRequestTests {

	@ParameterizedTest
	@ValueSource(strings = { "event-loop", "portable" })
	void whenTheRequestIsNotGuardedThenTheNextOneIsSeen(String engine) {
		WebApplication.runner(engine).withUserConfiguration(Application.class).run((context) -> {
			try (HttpClient client = WebApplication.client()) {
				WebApplication.get(client, context, "/first", "X-User", "emil");
				assertThat(WebApplication.get(client, context, "/next", "X-User", "frida").body())
					.startsWith("without guard: frida, with guard: The request that this coroutine has inherited");
			}
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		Controller controller(CoroutineRuntime runtime) {
			return new Controller(runtime);
		}

	}

	@RestController
	static class Controller {

		private final CoroutineRuntime runtime;

		private final CountDownLatch next = new CountDownLatch(1);

		private volatile Future<String> late;

		Controller(CoroutineRuntime runtime) {
			this.runtime = runtime;
		}

		@GetMapping("/first")
		void first(HttpServletRequest request) {
			HttpServletRequest behind = (HttpServletRequest) ReflectionTestUtils
				.getField(WebUtils.getNativeRequest(request, RequestFacade.class), "request");
			this.late = this.runtime.submit(() -> {
				this.next.await();
				return "without guard: " + behind.getHeader("X-User") + ", with guard: " + guarded();
			});
		}

		private static String guarded() {
			try {
				return ((ServletRequestAttributes) RequestContextHolder.currentRequestAttributes()).getRequest()
					.getHeader("X-User");
			}
			catch (IllegalStateException ex) {
				return ex.getMessage();
			}
		}

		@GetMapping("/next")
		String next() throws Exception {
			this.next.countDown();
			return this.late.get(60, TimeUnit.SECONDS);
		}

	}

}
