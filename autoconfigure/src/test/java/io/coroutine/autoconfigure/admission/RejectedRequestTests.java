package io.coroutine.autoconfigure.admission;

import io.coroutine.admission.AdmissionGate;
import io.coroutine.autoconfigure.CoroutineAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.http.ResponseEntity;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * How Spring MVC answers a request that was not let in to a connection pool.
 */
class RejectedRequestTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(DataSourceAdmissionAutoConfiguration.class, CoroutineAutoConfiguration.class,
						DispatcherServletAutoConfiguration.class, WebMvcAutoConfiguration.class))
		.withPropertyValues("coroutine.loops.count=1", "coroutine.datasource.admission.retry-after=2500ms")
		.withBean(Crowded.class);

	@Test
	void whenNobodyHandlesTheExceptionThenTheAnswerIsTryAgainLater() {
		this.runner.run((context) -> assertThat(MockMvcTester.from(context).get().uri("/crowded")).hasStatus(503)
			.headers()
			.hasValue("Retry-After", "3"));
	}

	@Test
	void whenTheApplicationHandlesTheExceptionThenItHasTheLastWord() {
		this.runner.withBean(OwnHandler.class)
			.run((context) -> assertThat(MockMvcTester.from(context).get().uri("/crowded")).hasStatus(429)
				.headers()
				.doesNotContainHeader("Retry-After"));
	}

	@Test
	void whenSwitchedOffThenTheExceptionIsLeftAlone() {
		this.runner.withPropertyValues("coroutine.datasource.admission.enabled=false")
			.run((context) -> assertThat(MockMvcTester.from(context).get().uri("/crowded")).hasFailed()
				.failure()
				.hasRootCauseMessage(Crowded.rejection().getMessage()));
	}

	@RestController
	static class Crowded {

		@GetMapping("/crowded")
		String crowded() {
			throw new CannotCreateTransactionException("No transaction", rejection());
		}

		static Throwable rejection() {
			AdmissionGate gate = AdmissionGate.builder("crowded", 1).queueLimit(0).build();
			gate.tryAcquire();
			return catchThrowable(gate::acquire);
		}

	}

	@RestControllerAdvice
	static class OwnHandler {

		@ExceptionHandler
		ResponseEntity<String> handle(CannotCreateTransactionException ex) {
			return ResponseEntity.status(429).body("busy");
		}

	}

}
