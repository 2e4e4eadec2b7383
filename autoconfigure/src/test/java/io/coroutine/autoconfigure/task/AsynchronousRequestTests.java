package io.coroutine.autoconfigure.task;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.coroutine.Coroutine;
import io.coroutine.CoroutineInfo;
import io.coroutine.CoroutineRuntime;
import io.coroutine.autoconfigure.CoroutineAutoConfiguration;
import io.coroutine.autoconfigure.tomcat.CoroutineTomcatAutoConfiguration;
import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.WebAsyncTask;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Asynchronous requests of Spring MVC, on a real Tomcat.
 */
class AsynchronousRequestTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner(
			AnnotationConfigServletWebServerApplicationContext::new)
		.withConfiguration(AutoConfigurations.of(CoroutineAutoConfiguration.class, CoroutineTaskAutoConfiguration.class,
				CoroutineTomcatAutoConfiguration.class, TomcatServletWebServerAutoConfiguration.class,
				DispatcherServletAutoConfiguration.class, WebMvcAutoConfiguration.class,
				TaskExecutionAutoConfiguration.class))
		.withBean(Controller.class)
		.withPropertyValues("server.port=0", "coroutine.loops.count=2");

	private static HttpResponse<String> get(AssertableWebApplicationContext context, String path) throws Exception {
		WebServerApplicationContext source = (WebServerApplicationContext) context.getSourceApplicationContext();
		URI address = URI.create("http://localhost:" + source.getWebServer().getPort() + path);
		try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
			return client.send(HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(30)).build(),
					HttpResponse.BodyHandlers.ofString());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "false", "true" })
	void whenAnswersAreAsynchronousThenTheyAreMadeInCoroutines(String virtual) {
		this.runner.withPropertyValues("spring.threads.virtual.enabled=" + virtual).run((context) -> {
			assertThat(get(context, "/callable").body()).isEqualTo("coroutine task-1");
			assertThat(get(context, "/future").body()).isEqualTo("coroutine task-2");
			assertThat(get(context, "/stream").body()).isEqualTo("coroutine task-3".repeat(1000));
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "false", "true" })
	void whenTaskIsLateThenItIsCancelledAndTheTimeOutIsAnswered(String virtual) {
		this.runner.withPropertyValues("spring.threads.virtual.enabled=" + virtual).run((context) -> {
			assertThat(get(context, "/late").body()).isEqualTo("too late");
			assertThat(context.getBean(Controller.class).late.get(30, TimeUnit.SECONDS)).isEqualTo("interrupted");
		});
	}

	@Test
	void whenAnswersWereAsynchronousThenNoCoroutineButThoseOfThePoolIsLeft() {
		this.runner.withPropertyValues("spring.task.execution.pool.core-size=2").run((context) -> {
			for (int i = 0; i < 10; i++) {
				get(context, "/callable");
				get(context, "/stream");
			}
			CoroutineRuntime runtime = context.getBean(CoroutineRuntime.class);
			// Each client that has gone begins one more for a moment
			long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
			for (List<String> names = names(runtime); names.size() > 2; names = names(runtime)) {
				assertThat(System.nanoTime() - deadline).as("nanoseconds over the time to wait: %s", names)
					.isNegative();
				Thread.sleep(1);
			}
			assertThat(names(runtime)).filteredOn((name) -> name.startsWith("task-")).hasSize(2);
		});
	}

	private static List<String> names(CoroutineRuntime runtime) {
		return runtime.coroutines().map(CoroutineInfo::name).toList();
	}

	@RestController
	static class Controller {

		private final AsyncTaskExecutor executor;

		private final CompletableFuture<String> late = new CompletableFuture<>();

		Controller(AsyncTaskExecutor executor) {
			this.executor = executor;
		}

		private static String thread() {
			return ((Coroutine.current() != null) ? "coroutine " : "thread ") + Thread.currentThread().getName();
		}

		@GetMapping("/callable")
		Callable<String> callable() {
			return Controller::thread;
		}

		@GetMapping("/future")
		CompletableFuture<String> future() {
			return this.executor.submitCompletable(Controller::thread);
		}

		@GetMapping("/stream")
		StreamingResponseBody stream() {
			return (output) -> {
				for (int i = 0; i < 1000; i++) {
					output.write(thread().getBytes(StandardCharsets.UTF_8));
				}
			};
		}

		@GetMapping("/late")
		WebAsyncTask<String> late(HttpServletRequest request) {
			WebAsyncTask<String> task = new WebAsyncTask<>(3_600_000L, () -> {
				// It is not to be late before it has begun, as it would not begin then
				request.getAsyncContext().setTimeout(50);
				try {
					new CountDownLatch(1).await();
					return "never";
				}
				catch (InterruptedException ex) {
					this.late.complete("interrupted");
					throw ex;
				}
			});
			task.onTimeout(() -> "too late");
			return task;
		}

	}

}
