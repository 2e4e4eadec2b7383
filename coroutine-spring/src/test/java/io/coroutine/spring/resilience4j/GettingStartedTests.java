package io.coroutine.spring.resilience4j;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.bulkhead.ThreadPoolBulkhead;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.decorators.Decorators;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.github.resilience4j.timelimiter.TimeLimiter;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the getting-started guide of Resilience4j shows in code, with the same interfaces
 * in the same ways, in coroutines.
 */
class GettingStartedTests extends EngineContract {

	private static String hello() {
		return "Hello";
	}

	@Test
	void whenASupplierIsDecoratedByCircuitBreakerBulkheadAndRetryThenItRecovers() throws Throwable {
		CircuitBreaker circuitBreaker = CircuitBreaker.ofDefaults("backendService");
		Retry retry = Retry.of("backendService",
				RetryConfig.custom().maxAttempts(3).waitDuration(Duration.ofMillis(1)).build());
		Bulkhead bulkhead = Bulkhead.ofDefaults("backendService");
		AtomicInteger calls = new AtomicInteger();
		Supplier<String> supplier = () -> {
			if (calls.incrementAndGet() < 3) {
				throw new IllegalStateException("wanted");
			}
			return hello();
		};
		Supplier<String> decorated = Decorators.ofSupplier(supplier)
			.withCircuitBreaker(circuitBreaker)
			.withBulkhead(bulkhead)
			.withRetry(retry)
			.decorate();
		assertThat(inCoroutine(decorated::get)).isEqualTo("Hello");
		assertThat(circuitBreaker.getMetrics().getNumberOfFailedCalls()).isEqualTo(2);
	}

	@Test
	void whenASupplierRunsInAThreadPoolBulkheadWithATimeLimiterThenItFallsBack() throws Throwable {
		ScheduledExecutorService scheduler = CoroutineScheduledExecutor.of(this.runtime,
				RequestContextPropagator.of(null), List.of());
		TimeLimiter timeLimiter = TimeLimiter.of(Duration.ofMillis(5));
		try (ThreadPoolBulkhead bulkhead = CoroutineThreadPoolBulkheadRegistry.of(this.runtime).bulkhead("backend")) {
			CompletableFuture<Void> release = new CompletableFuture<>();
			CompletionStage<String> future = inCoroutine(() -> Decorators.ofSupplier(() -> {
				release.join();
				return hello();
			})
				.withThreadPoolBulkhead(bulkhead)
				.withTimeLimiter(timeLimiter, scheduler)
				.withCircuitBreaker(CircuitBreaker.ofDefaults("backend"))
				.withFallback(
						List.of(TimeoutException.class, CallNotPermittedException.class, BulkheadFullException.class),
						(ex) -> "Hello from Recovery")
				.get());
			assertThat(get(future.toCompletableFuture())).isEqualTo("Hello from Recovery");
			release.complete(null);
		}
	}

	@Test
	void whenAFutureIsLateThenTheTimeLimiterCancelsItsCoroutine() throws Throwable {
		TimeLimiter timeLimiter = TimeLimiter.of(Duration.ofMillis(5));
		CompletableFuture<Boolean> begun = new CompletableFuture<>();
		CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
		assertThatExceptionOfType(TimeoutException.class)
			.isThrownBy(() -> inCoroutine(() -> timeLimiter.executeFutureSupplier(() -> {
				Future<?> future = this.runtime.submit(() -> {
					begun.complete(true);
					try {
						Thread.sleep(HOUR);
					}
					catch (InterruptedException ex) {
						interrupted.complete(true);
					}
					return null;
				});
				// Who is cancelled before does not even begin
				begun.join();
				return future;
			})));
		assertThat(get(interrupted)).isTrue();
	}

	@Test
	void whenARegistryHasACustomConfigurationThenItsBreakerOpens() throws Throwable {
		CircuitBreakerConfig config = CircuitBreakerConfig.custom()
			.failureRateThreshold(50)
			.waitDurationInOpenState(HOUR)
			.permittedNumberOfCallsInHalfOpenState(2)
			.slidingWindowSize(2)
			.recordExceptions(IOException.class, TimeoutException.class)
			.build();
		CircuitBreaker breaker = CircuitBreakerRegistry.of(config).circuitBreaker("name");
		inCoroutine(() -> {
			for (int i = 0; i < 2; i++) {
				assertThatExceptionOfType(IOException.class).isThrownBy(() -> breaker.executeCheckedSupplier(() -> {
					throw new IOException("wanted");
				}));
			}
			assertThatExceptionOfType(CallNotPermittedException.class)
				.isThrownBy(() -> breaker.executeSupplier(GettingStartedTests::hello));
			return null;
		});
	}

	@Test
	void whenARateLimiterAndABulkheadHaveEventsThenListenersAreTold() throws Throwable {
		AtomicInteger events = new AtomicInteger();
		RateLimiter limiter = RateLimiter.of("name",
				RateLimiterConfig.custom()
					.limitRefreshPeriod(Duration.ofMillis(1))
					.limitForPeriod(10)
					.timeoutDuration(LONG)
					.build());
		limiter.getEventPublisher().onSuccess((event) -> events.incrementAndGet());
		Bulkhead bulkhead = BulkheadRegistry.ofDefaults().bulkhead("name");
		bulkhead.getEventPublisher().onCallPermitted((event) -> events.incrementAndGet());
		Supplier<String> decorated = RateLimiter.decorateSupplier(limiter,
				Bulkhead.decorateSupplier(bulkhead, GettingStartedTests::hello));
		assertThat(inCoroutine(decorated::get)).isEqualTo("Hello");
		assertThat(events).hasValue(2);
	}

	@Test
	void whenACompletionStageIsRetriedThenTheSchedulerWaits() throws Throwable {
		ScheduledExecutorService scheduler = CoroutineScheduledExecutor.of(this.runtime,
				RequestContextPropagator.of(null), List.of());
		Retry retry = Retry.of("name", RetryConfig.custom().waitDuration(Duration.ofMillis(1)).build());
		AtomicInteger attempts = new AtomicInteger();
		CompletionStage<Integer> result = inCoroutine(() -> retry.executeCompletionStage(scheduler,
				() -> (attempts.incrementAndGet() < 3) ? CompletableFuture.failedFuture(new IOException("wanted"))
						: CompletableFuture.completedFuture(attempts.get())));
		assertThat(get(result.toCompletableFuture())).isEqualTo(3);
	}

}
