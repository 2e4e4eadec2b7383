package io.coroutine.autoconfigure.deadline;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

import io.coroutine.admission.AdmissionGate;
import io.coroutine.admission.AdmissionGates;
import io.coroutine.admission.AdmissionRejectedException.Reason;
import io.coroutine.autoconfigure.CoroutineAutoConfiguration;
import io.coroutine.autoconfigure.admission.RequestAdmissionAutoConfiguration;
import io.coroutine.autoconfigure.tomcat.CoroutineTomcatAutoConfiguration;
import io.coroutine.scope.Deadline;
import io.coroutine.spring.deadline.WithDeadline;
import io.coroutine.test.Eventually;
import io.coroutine.tomcat.admission.RequestPatience;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Deadlines of requests that wait for their admission.
 */
class QueuedDeadlineTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner(
			AnnotationConfigServletWebServerApplicationContext::new)
		.withConfiguration(AutoConfigurations.of(CoroutineAutoConfiguration.class,
				CoroutineDeadlineAutoConfiguration.class, CoroutineTomcatAutoConfiguration.class,
				RequestAdmissionAutoConfiguration.class, TomcatServletWebServerAutoConfiguration.class,
				DispatcherServletAutoConfiguration.class, WebMvcAutoConfiguration.class))
		.withBean(Controller.class)
		.withPropertyValues("server.port=0", "coroutine.loops.count=1", "coroutine.admission.max-concurrent=1",
				"coroutine.admission.max-wait=1h");

	@Test
	void whenItPassesInTheQueueThenTheRequestIsTurnedAwayAndItsWorkNotDone() {
		this.runner.withPropertyValues("coroutine.deadline.header.accept=true").run((context) -> {
			try (HttpClient client = HttpClient.newHttpClient()) {
				CompletableFuture<HttpResponse<String>> holder = hold(context, client);
				HttpResponse<String> late = send(context, client, "/left", "50").join();
				assertThat(late.statusCode()).isEqualTo(503);
				assertThat(late.headers().firstValue("Retry-After")).hasValue("1");
				assertThat(gate(context).snapshot().rejected()).containsEntry(Reason.WAITED_TOO_LONG, 1L);
				letGo(context, holder);
			}
			assertThat(context.getBean(Controller.class).left).isZero();
		});
	}

	@Test
	void whenItIsThatOfAllRequestsThenItHoldsInTheQueue() {
		this.runner.withPropertyValues("coroutine.deadline.request=50ms").run((context) -> {
			try (HttpClient client = HttpClient.newHttpClient()) {
				CompletableFuture<HttpResponse<String>> holder = hold(context, client);
				assertThat(send(context, client, "/left", null).join().statusCode()).isEqualTo(503);
				letGo(context, holder);
			}
			assertThat(context.getBean(Controller.class).left).isZero();
		});
	}

	@Test
	void whenTheRequestHasWaitedThenThatMuchLessIsLeft() {
		this.runner.withPropertyValues("coroutine.deadline.header.accept=true").run((context) -> {
			try (HttpClient client = HttpClient.newHttpClient()) {
				CompletableFuture<HttpResponse<String>> holder = hold(context, client);
				CompletableFuture<HttpResponse<String>> header = send(context, client, "/left", "60000");
				CompletableFuture<HttpResponse<String>> annotation = send(context, client, "/annotated", null);
				Eventually.until(() -> gate(context).snapshot().queued() >= 2);
				Thread.sleep(50);
				letGo(context, holder);
				assertThat(Long.parseLong(header.join().body())).isBetween(0L, 59_950L);
				assertThat(Long.parseLong(annotation.join().body())).isBetween(0L, 29_950L);
			}
		});
	}

	@Test
	void whenDeadlinesOrAdmissionAreAbsentThenTheOtherIsThere() {
		this.runner.withPropertyValues("coroutine.deadline.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RequestPatience.class));
		this.runner.withPropertyValues("coroutine.admission.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(RequestPatience.class));
	}

	private static CompletableFuture<HttpResponse<String>> hold(AssertableWebApplicationContext context,
			HttpClient client) throws InterruptedException {
		CompletableFuture<HttpResponse<String>> holder = send(context, client, "/hold", null);
		context.getBean(Controller.class).holds.acquire();
		return holder;
	}

	private static void letGo(AssertableWebApplicationContext context, CompletableFuture<HttpResponse<String>> holder) {
		context.getBean(Controller.class).mayGo.release();
		assertThat(holder.join().statusCode()).isEqualTo(200);
	}

	private static CompletableFuture<HttpResponse<String>> send(AssertableWebApplicationContext context,
			HttpClient client, String path, String millis) {
		int port = ((WebServerApplicationContext) context.getSourceApplicationContext()).getWebServer().getPort();
		HttpRequest.Builder request = HttpRequest
			.newBuilder(URI.create(String.format(Locale.ROOT, "http://localhost:%d%s", port, path)))
			.version(HttpClient.Version.HTTP_1_1)
			.timeout(Duration.ofMinutes(1));
		if (millis != null) {
			request.header("X-Deadline-Millis", millis);
		}
		return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	private static AdmissionGate gate(AssertableWebApplicationContext context) {
		return context.getBean(AdmissionGates.class).list().getFirst();
	}

	@RestController
	static class Controller {

		private final Semaphore holds = new Semaphore(0);

		private final Semaphore mayGo = new Semaphore(0);

		private volatile int left;

		@GetMapping("/hold")
		@WithDeadline("1h")
		String hold() throws InterruptedException {
			this.holds.release();
			this.mayGo.acquire();
			return "held";
		}

		@GetMapping("/left")
		String left() {
			this.left++;
			return String.valueOf(Deadline.current().remaining().toMillis());
		}

		@GetMapping("/annotated")
		@WithDeadline("30s")
		String annotated() {
			return left();
		}

	}

}
