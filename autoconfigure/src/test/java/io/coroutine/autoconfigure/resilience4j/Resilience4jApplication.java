package io.coroutine.autoconfigure.resilience4j;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import io.coroutine.Coroutine;
import io.github.resilience4j.bulkhead.annotation.Bulkhead;
import io.github.resilience4j.circuitbreaker.annotation.CircuitBreaker;
import io.github.resilience4j.ratelimiter.annotation.RateLimiter;
import io.github.resilience4j.retry.annotation.Retry;
import io.github.resilience4j.timelimiter.annotation.TimeLimiter;
import org.slf4j.MDC;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.jetty.autoconfigure.servlet.JettyServletWebServerAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.pulsar.autoconfigure.PulsarAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestTemplate;

/**
 * A service as the guide of Resilience4j shows it: its annotations at blocking methods,
 * and at those that return a future.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = { DataRedisAutoConfiguration.class, JettyServletWebServerAutoConfiguration.class,
		KafkaAutoConfiguration.class, PulsarAutoConfiguration.class, RabbitAutoConfiguration.class })
class Resilience4jApplication {

	@Bean
	Backend backend(JdbcTemplate jdbc) {
		return new Backend(new RestTemplate(), jdbc);
	}

	/**
	 * Calls it for requests, in their coroutines.
	 */
	@RestController
	static class BackendController {

		private final Backend backend;

		BackendController(Backend backend) {
			this.backend = backend;
		}

		@GetMapping("/all")
		String all(@RequestParam String argument) throws IOException {
			return this.backend.all(argument) + " in coroutine: " + (Coroutine.current() != null);
		}

		@GetMapping("/limited")
		String limited() throws InterruptedException {
			return this.backend.limitedWithFallback();
		}

	}

	static class Backend {

		private final AtomicInteger attempts = new AtomicInteger();

		private final RestTemplate rest;

		private final JdbcTemplate jdbc;

		Backend(RestTemplate rest, JdbcTemplate jdbc) {
			this.rest = rest;
			this.jdbc = jdbc;
		}

		int attempts() {
			return this.attempts.get();
		}

		@CircuitBreaker(name = "backend")
		@RateLimiter(name = "backend")
		@Bulkhead(name = "backend")
		@Retry(name = "backend")
		String all(String argument) throws IOException {
			this.attempts.incrementAndGet();
			if (argument.equals("fail")) {
				throw new IOException("wanted");
			}
			return argument;
		}

		@CircuitBreaker(name = "rest")
		String get(String url) {
			return this.rest.getForObject(url, String.class);
		}

		@CircuitBreaker(name = "jdbc")
		Integer query(String sql) {
			return this.jdbc.queryForObject(sql, Integer.class);
		}

		@CircuitBreaker(name = "fallback", fallbackMethod = "fallback")
		String withFallback() throws IOException {
			throw new IOException("wanted");
		}

		@TimeLimiter(name = "short", fallbackMethod = "late")
		String limitedWithFallback() throws InterruptedException {
			Thread.sleep(3_600_000);
			return "slept";
		}

		@TimeLimiter(name = "short")
		@CircuitBreaker(name = "limited")
		@Retry(name = "limited")
		String limited() throws InterruptedException, TimeoutException {
			this.attempts.incrementAndGet();
			Thread.sleep(3_600_000);
			return "slept";
		}

		@TimeLimiter(name = "short")
		CompletionStage<String> limitedFuture() {
			return new CompletableFuture<>();
		}

		@Retry(name = "future", fallbackMethod = "futureFallback")
		CompletionStage<String> retriedFuture() {
			return CompletableFuture.failedFuture(new IOException("attempt " + this.attempts.incrementAndGet() + " in "
					+ ((Coroutine.current() != null) ? "coroutine" : "thread") + " of " + MDC.get("user")));
		}

		@Bulkhead(name = "pool", type = Bulkhead.Type.THREADPOOL)
		@TimeLimiter(name = "long")
		CompletionStage<String> pooled() {
			Coroutine coroutine = Coroutine.current();
			return CompletableFuture
				.completedFuture(((coroutine != null) ? coroutine.name() : "thread") + " of " + MDC.get("user"));
		}

		private String fallback(IOException ex) {
			return "fallback for " + ex.getMessage();
		}

		private String late(TimeoutException ex) {
			return "late: " + ex.getMessage();
		}

		private CompletionStage<String> futureFallback(IOException ex) {
			return CompletableFuture.completedFuture(ex.getMessage());
		}

	}

}
