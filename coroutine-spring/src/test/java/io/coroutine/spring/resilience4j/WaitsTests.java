package io.coroutine.spring.resilience4j;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.spi.CachingProvider;

import com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider;
import io.coroutine.Coroutine;
import io.coroutine.test.Eventually;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.cache.Cache;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.exception.AcquirePermissionCancelledException;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Whoever waits for a pattern of Resilience4j parks: on one loop that nobody would take
 * over, others go on meanwhile, and are what ends the waits.
 */
class WaitsTests extends EngineContract {

	private static final int WAITERS = 50;

	private <T> List<Future<T>> start(Callable<T> code) {
		List<Future<T>> started = new ArrayList<>();
		for (int i = 0; i < WAITERS; i++) {
			started.add(this.runtime.submit(code));
		}
		return started;
	}

	/**
	 * A coroutine that runs while the others wait.
	 * @param waits tells whether all of them do
	 * @param then what it does after that
	 */
	private void meanwhile(Callable<Boolean> waits, Callable<?> then) throws Throwable {
		inCoroutine(() -> {
			while (!waits.call()) {
				Coroutine.yield();
			}
			return then.call();
		});
	}

	private static Callable<?> cancel(List<? extends Future<?>> waiters) {
		return () -> {
			waiters.forEach((waiter) -> waiter.cancel(true));
			return null;
		};
	}

	@Test
	void whenRateLimiterHasNoPermissionThenOthersGoOn() throws Throwable {
		RateLimiter limiter = RateLimiter.of("calls",
				RateLimiterConfig.custom()
					.limitForPeriod(1)
					.limitRefreshPeriod(HOUR)
					.timeoutDuration(HOUR.multipliedBy(100))
					.build());
		assertThat(inCoroutine(() -> limiter.executeSupplier(() -> "first"))).isEqualTo("first");
		AtomicInteger cancelled = new AtomicInteger();
		List<Future<Boolean>> waiters = start(() -> {
			try {
				return limiter.acquirePermission();
			}
			finally {
				cancelled.addAndGet(Thread.currentThread().isInterrupted() ? 1 : 0);
			}
		});
		meanwhile(() -> limiter.getMetrics().getNumberOfWaitingThreads() == WAITERS, cancel(waiters));
		Eventually.isTrue(() -> cancelled.get() == WAITERS);
		assertThat(limiter.getMetrics().getNumberOfWaitingThreads()).isZero();
	}

	@Test
	void whenRateLimiterRefreshesThenAllHaveTheirTurn() throws Throwable {
		RateLimiter limiter = RateLimiter.of("calls",
				RateLimiterConfig.custom()
					.limitForPeriod(10)
					.limitRefreshPeriod(Duration.ofMillis(10))
					.timeoutDuration(LONG)
					.build());
		for (Future<Boolean> waiter : start(limiter::acquirePermission)) {
			assertThat(get(waiter)).isTrue();
		}
	}

	@Test
	void whenRetryWaitsThenOthersGoOn() throws Throwable {
		Retry retry = Retry.of("calls", RetryConfig.custom().waitDuration(HOUR).build());
		AtomicInteger waiting = new AtomicInteger();
		retry.getEventPublisher().onRetry((event) -> waiting.incrementAndGet());
		AtomicInteger attempts = new AtomicInteger();
		List<Future<String>> waiters = start(() -> retry.executeCallable(() -> {
			attempts.incrementAndGet();
			throw new IOException("wanted");
		}));
		meanwhile(() -> waiting.get() == WAITERS, cancel(waiters));
		Eventually.isTrue(() -> this.runtime.snapshot().live() == 0);
		assertThat(attempts).hasValue(WAITERS);
	}

	@Test
	void whenRetrySucceedsInTheEndThenAllHaveTheirResult() throws Throwable {
		Retry retry = Retry.of("calls", RetryConfig.custom().waitDuration(Duration.ofMillis(5)).build());
		for (Future<Integer> waiter : start(() -> {
			AtomicInteger attempts = new AtomicInteger();
			return retry.executeCallable(() -> {
				if (attempts.incrementAndGet() < 3) {
					throw new IOException("wanted");
				}
				return attempts.get();
			});
		})) {
			assertThat(get(waiter)).isEqualTo(3);
		}
		assertThat(retry.getMetrics().getNumberOfSuccessfulCallsWithRetryAttempt()).isEqualTo(WAITERS);
	}

	@Test
	void whenBulkheadIsFullThenOthersGoOnAndWaitersFollow() throws Throwable {
		Bulkhead bulkhead = Bulkhead.of("calls",
				BulkheadConfig.custom().maxConcurrentCalls(1).maxWaitDuration(HOUR).build());
		CountDownLatch release = new CountDownLatch(1);
		AtomicInteger came = new AtomicInteger();
		List<Future<Integer>> waiters = start(() -> {
			came.incrementAndGet();
			return bulkhead.executeCallable(() -> {
				release.await();
				return 1;
			});
		});
		meanwhile(() -> came.get() == WAITERS, () -> {
			release.countDown();
			return null;
		});
		for (Future<Integer> waiter : waiters) {
			assertThat(get(waiter)).isEqualTo(1);
		}
		assertThat(bulkhead.getMetrics().getAvailableConcurrentCalls()).isEqualTo(1);
	}

	@Test
	void whenCancelledInABulkheadThenItSaysSoAndNoPlaceIsLost() throws Throwable {
		Bulkhead bulkhead = Bulkhead.of("calls",
				BulkheadConfig.custom().maxConcurrentCalls(1).maxWaitDuration(HOUR).build());
		bulkhead.acquirePermission();
		var thrown = new Throwable[1];
		Coroutine waiter = this.runtime.start(() -> {
			try {
				bulkhead.acquirePermission();
			}
			catch (AcquirePermissionCancelledException ex) {
				thrown[0] = ex;
			}
		});
		waiter.cancel();
		assertThat(waiter.join(LONG)).isTrue();
		assertThat(thrown[0]).isNotNull();
		bulkhead.onComplete();
		assertThat(bulkhead.getMetrics().getAvailableConcurrentCalls()).isEqualTo(1);
	}

	@Test
	void whenCacheLoadsThenOthersGoOnAndWaitersHaveTheSameValue() throws Throwable {
		CachingProvider provider = Caching.getCachingProvider(CaffeineCachingProvider.class.getName());
		try (CacheManager manager = provider.getCacheManager()) {
			Cache<String, Integer> cache = Cache
				.of(manager.createCache("values", new MutableConfiguration<String, Integer>().setStoreByValue(false)));
			CountDownLatch release = new CountDownLatch(1);
			AtomicInteger loads = new AtomicInteger();
			List<Future<Integer>> waiters = start(() -> cache.computeIfAbsent("key", () -> {
				release.await();
				return loads.incrementAndGet();
			}));
			meanwhile(() -> cache.getMetrics().getNumberOfCacheMisses() == WAITERS, () -> {
				release.countDown();
				return null;
			});
			for (Future<Integer> waiter : waiters) {
				assertThat(get(waiter)).isEqualTo(1);
			}
			assertThat(cache.computeIfAbsent("key", () -> 2)).isEqualTo(1);
		}
	}

	@Test
	void whenAListenerOfACircuitBreakerWaitsThenOthersGoOn() throws Throwable {
		CircuitBreaker breaker = CircuitBreaker.of("calls",
				CircuitBreakerConfig.custom()
					.slidingWindow(WAITERS, WAITERS, CircuitBreakerConfig.SlidingWindowType.COUNT_BASED,
							CircuitBreakerConfig.SlidingWindowSynchronizationStrategy.SYNCHRONIZED)
					.build());
		CountDownLatch release = new CountDownLatch(1);
		AtomicInteger waiting = new AtomicInteger();
		breaker.getEventPublisher().onError((event) -> {
			waiting.incrementAndGet();
			awaitUninterruptibly(release);
		});
		List<Future<String>> callers = start(() -> breaker.executeCallable(() -> {
			Coroutine.yield();
			throw new IOException("wanted");
		}));
		meanwhile(() -> waiting.get() == WAITERS, () -> {
			assertThat(breaker.getState()).isIn(CircuitBreaker.State.CLOSED, CircuitBreaker.State.OPEN);
			release.countDown();
			return null;
		});
		for (Future<String> caller : callers) {
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> get(caller)).withMessage("wanted");
		}
		assertThat(breaker.getState()).isEqualTo(CircuitBreaker.State.OPEN);
		assertThat(breaker.getMetrics().getNumberOfFailedCalls()).isEqualTo(WAITERS);
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
