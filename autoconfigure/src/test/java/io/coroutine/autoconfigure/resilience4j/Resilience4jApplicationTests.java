package io.coroutine.autoconfigure.resilience4j;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.coroutine.CoroutineRuntime;
import io.coroutine.autoconfigure.resilience4j.Resilience4jApplication.Backend;
import io.coroutine.tomcat.CoroutineHttp11Protocol;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.retry.RetryRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.web.client.HttpClientErrorException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A whole application with the annotations of Resilience4j, its endpoints and its meters,
 * on each engine.
 */
@ParameterizedClass
@ValueSource(strings = { "event-loop", "portable" })
class Resilience4jApplicationTests {

	@Parameter
	String engine;

	private ConfigurableApplicationContext context;

	private Backend backend;

	@BeforeEach
	void start() {
		this.context = SpringApplication.run(Resilience4jApplication.class, "--coroutine.engine=" + this.engine,
				"--coroutine.loops.count=1", "--coroutine.resilience4j.context-propagation.enabled=true",
				"--server.port=0", "--spring.main.banner-mode=off", "--spring.datasource.url=jdbc:h2:mem:resilience",
				"--management.endpoints.web.exposure.include=*", "--management.health.circuitbreakers.enabled=true",
				"--management.endpoint.health.show-details=always",
				"--resilience4j.circuitbreaker.instances.backend.register-health-indicator=true",
				"--resilience4j.circuitbreaker.instances.limited.record-exceptions=" + TimeoutException.class.getName(),
				"--resilience4j.retry.instances.backend.max-attempts=2",
				"--resilience4j.retry.instances.backend.wait-duration=1ms",
				"--resilience4j.retry.instances.limited.max-attempts=2",
				"--resilience4j.retry.instances.limited.wait-duration=1ms",
				"--resilience4j.retry.instances.limited.retry-exceptions=" + TimeoutException.class.getName(),
				"--resilience4j.retry.instances.future.wait-duration=1ms",
				"--resilience4j.ratelimiter.instances.backend.limit-for-period=1000",
				"--resilience4j.ratelimiter.instances.backend.subscribe-for-events=true",
				"--resilience4j.bulkhead.instances.backend.max-concurrent-calls=3",
				"--resilience4j.thread-pool-bulkhead.instances.pool.max-thread-pool-size=2",
				"--resilience4j.thread-pool-bulkhead.instances.pool.core-thread-pool-size=1",
				"--resilience4j.timelimiter.instances.short.timeout-duration=5ms",
				"--resilience4j.timelimiter.instances.long.timeout-duration=1h");
		this.backend = this.context.getBean(Backend.class);
	}

	@AfterEach
	void close() {
		this.context.close();
	}

	private <T extends @Nullable Object> T inCoroutine(Callable<T> code) throws Throwable {
		try {
			return this.context.getBean(CoroutineRuntime.class).submit(code).get(30, TimeUnit.SECONDS);
		}
		catch (ExecutionException ex) {
			throw ex.getCause();
		}
	}

	private CircuitBreaker breaker(String name) {
		return this.context.getBean(CircuitBreakerRegistry.class).circuitBreaker(name);
	}

	private String get(String path) throws Exception {
		int port = ((WebServerApplicationContext) this.context).getWebServer().getPort();
		try (HttpClient client = HttpClient.newHttpClient()) {
			return client
				.send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build(),
						BodyHandlers.ofString())
				.body();
		}
	}

	@Test
	void whenAllPatternsAreAtOneMethodThenEachHasItsPartInTheDocumentedOrder() throws Throwable {
		assertThat(inCoroutine(() -> this.backend.all("value"))).isEqualTo("value");
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> inCoroutine(() -> this.backend.all("fail")))
			.withMessage("wanted");
		// Retry(CircuitBreaker(...)): each attempt counts
		assertThat(breaker("backend").getMetrics().getNumberOfFailedCalls()).isEqualTo(2);
		assertThat(breaker("backend").getMetrics().getNumberOfSuccessfulCalls()).isEqualTo(1);
		assertThat(this.context.getBean(RetryRegistry.class)
			.retry("backend")
			.getMetrics()
			.getNumberOfFailedCallsWithRetryAttempt()).isEqualTo(1);
		assertThat(this.context.getBean(BulkheadRegistry.class)
			.bulkhead("backend")
			.getMetrics()
			.getAvailableConcurrentCalls()).isEqualTo(3);
		breaker("backend").transitionToOpenState();
		assertThatExceptionOfType(CallNotPermittedException.class)
			.isThrownBy(() -> inCoroutine(() -> this.backend.all("value")));
	}

	@Test
	void whenRestTemplateOrJdbcFailThenTheExceptionsAreTheirs() throws Throwable {
		int port = ((WebServerApplicationContext) this.context).getWebServer().getPort();
		assertThatExceptionOfType(HttpClientErrorException.NotFound.class)
			.isThrownBy(() -> inCoroutine(() -> this.backend.get("http://localhost:" + port + "/missing")));
		assertThat(inCoroutine(() -> this.backend.query("select 42"))).isEqualTo(42);
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> inCoroutine(() -> this.backend.query("select nothing")));
		assertThat(breaker("rest").getMetrics().getNumberOfFailedCalls()).isEqualTo(1);
		assertThat(breaker("jdbc").getMetrics().getNumberOfFailedCalls()).isEqualTo(1);
		assertThat(breaker("jdbc").getMetrics().getNumberOfSuccessfulCalls()).isEqualTo(1);
	}

	@Test
	void whenThereIsAFallbackThenItIsCalled() throws Throwable {
		assertThat(inCoroutine(this.backend::withFallback)).isEqualTo("fallback for wanted");
		assertThat(inCoroutine(this.backend::limitedWithFallback))
			.isEqualTo("late: TimeLimiter 'short' recorded a timeout exception.");
	}

	@Test
	void whenABlockingMethodIsLateThenBreakerAndRetrySeeTheTimeout() {
		assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> inCoroutine(this.backend::limited))
			.withCauseInstanceOf(InterruptedException.class);
		assertThat(this.backend.attempts()).isEqualTo(2);
		assertThat(breaker("limited").getMetrics().getNumberOfFailedCalls()).isEqualTo(2);
	}

	@Test
	void whenAFutureIsLateThenItHasTheTimeout() throws Throwable {
		assertThatExceptionOfType(CompletionException.class)
			.isThrownBy(() -> inCoroutine(() -> this.backend.limitedFuture().toCompletableFuture().join()))
			.withCauseInstanceOf(TimeoutException.class);
	}

	@Test
	void whenAFutureIsRetriedThenCoroutinesDoThatInTheContextOfTheCaller() throws Throwable {
		assertThat(inCoroutine(() -> {
			MDC.put("user", "anna");
			return this.backend.retriedFuture().toCompletableFuture().get();
		})).isEqualTo("attempt 3 in coroutine of anna");
	}

	@Test
	void whenThereIsAThreadPoolBulkheadThenACoroutineRunsTheCallInTheContextOfTheCaller() throws Throwable {
		assertThat(inCoroutine(() -> {
			MDC.put("user", "anna");
			return this.backend.pooled().toCompletableFuture().get();
		})).isEqualTo("bulkhead-pool of anna");
	}

	@Test
	void whenRequestsComeThenTheirCoroutinesAreLimitedAndOurConnectorServesThem() throws Exception {
		TomcatWebServer server = (TomcatWebServer) ((WebServerApplicationContext) this.context).getWebServer();
		assertThat(server.getTomcat().getConnector().getProtocolHandler() instanceof CoroutineHttp11Protocol)
			.isEqualTo(this.engine.equals("event-loop"));
		assertThat(get("/all?argument=value")).isEqualTo("value in coroutine: true");
		assertThat(get("/limited")).isEqualTo("late: TimeLimiter 'short' recorded a timeout exception.");
		assertThat(breaker("backend").getMetrics().getNumberOfSuccessfulCalls()).isEqualTo(1);
	}

	@Test
	void whenThereIsAGateThenItIsShownAmongTheBulkheads() throws Throwable {
		inCoroutine(() -> this.backend.query("select 42"));
		assertThat(get("/actuator/bulkheads")).contains("\"dataSource\"");
		assertThat(get("/actuator/bulkheadevents/dataSource")).contains("CALL_PERMITTED", "CALL_FINISHED");
		MeterRegistry meters = this.context.getBean(MeterRegistry.class);
		assertThat(meters.get("resilience4j.bulkhead.max.allowed.concurrent.calls")
			.tag("name", "dataSource")
			.gauge()
			.value()).isEqualTo(10);
		assertThat(meters.get("resilience4j.bulkhead.available.concurrent.calls")
			.tag("name", "dataSource")
			.gauge()
			.value()).isEqualTo(10);
	}

	@Test
	void whenEndpointsAreAskedThenTheyTell() throws Throwable {
		inCoroutine(() -> this.backend.all("value"));
		inCoroutine(() -> this.backend.pooled().toCompletableFuture().get());
		assertThat(get("/actuator/circuitbreakers")).contains("\"backend\"", "\"CLOSED\"");
		assertThat(get("/actuator/circuitbreakerevents")).contains("\"backend\"", "\"SUCCESS\"");
		assertThat(get("/actuator/bulkheads")).contains("\"backend\"", "\"pool\"");
		assertThat(get("/actuator/bulkheadevents")).contains("CALL_PERMITTED", "\"pool\"", "CALL_FINISHED");
		assertThat(get("/actuator/ratelimiters")).contains("\"backend\"");
		assertThat(get("/actuator/ratelimiterevents")).contains("SUCCESSFUL_ACQUIRE");
		assertThat(get("/actuator/retries")).contains("\"backend\"");
		assertThat(get("/actuator/timelimiters")).contains("\"long\"");
		assertThat(get("/actuator/timelimiterevents")).contains("\"SUCCESS\"");
		assertThat(get("/actuator/health")).contains("\"circuitBreakers\"");
	}

	@Test
	void whenMetersAreReadThenThoseOfResilience4jAreBesideOurs() throws Throwable {
		inCoroutine(() -> this.backend.all("value"));
		inCoroutine(() -> this.backend.pooled().toCompletableFuture().get());
		MeterRegistry meters = this.context.getBean(MeterRegistry.class);
		assertThat(meters.get("resilience4j.circuitbreaker.calls")
			.tags("name", "backend", "kind", "successful")
			.timer()
			.count()).isEqualTo(1);
		assertThat(
				meters.get("resilience4j.bulkhead.max.allowed.concurrent.calls").tag("name", "backend").gauge().value())
			.isEqualTo(3);
		assertThat(meters.get("resilience4j.bulkhead.max.thread.pool.size").tag("name", "pool").gauge().value())
			.isEqualTo(2);
		assertThat(meters.get("resilience4j.bulkhead.active.thread.count").tag("name", "pool").gauge().value())
			.isZero();
		assertThat(meters.get("resilience4j.timelimiter.calls")
			.tags("name", "long", "kind", "successful")
			.counter()
			.count()).isEqualTo(1);
	}

}
