package io.coroutine.docs;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

import io.coroutine.CoroutineRuntime;
import io.coroutine.spring.resilience4j.CoroutineThreadPoolBulkhead;
import io.coroutine.spring.resilience4j.CoroutineTimeLimiter;
import io.github.resilience4j.bulkhead.ThreadPoolBulkhead;
import io.github.resilience4j.bulkhead.ThreadPoolBulkheadConfig;
import io.github.resilience4j.timelimiter.TimeLimiter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The examples of {@code docs/resilience4j.md}.
 */
class Resilience4jExampleTests {

	private CoroutineRuntime runtime;

	@BeforeEach
	void startRuntime() {
		this.runtime = CoroutineRuntime.builder().start();
	}

	@AfterEach
	void closeRuntime() {
		this.runtime.close();
	}

	private static String slowCall() throws InterruptedException {
		Thread.sleep(Duration.ofHours(1));
		return "slow";
	}

	@Test
	void whenACallIsLateThenItIsCancelled() {
		CoroutineRuntime runtime = this.runtime;
		TimeLimiter limiter = TimeLimiter.of(Duration.ofMillis(20));
		CoroutineTimeLimiter limits = CoroutineTimeLimiter.of(runtime);
		Callable<String> limited = limits.decorateCallable(limiter, () -> slowCall());
		assertThatExceptionOfType(TimeoutException.class).isThrownBy(limited::call);
	}

	@Test
	void whenABulkheadIsMadeInCodeThenItsCallsRunInCoroutines() throws Exception {
		CoroutineRuntime runtime = this.runtime;
		ThreadPoolBulkheadConfig config = ThreadPoolBulkheadConfig.custom()
			.maxThreadPoolSize(10)
			.coreThreadPoolSize(10)
			.queueCapacity(20)
			.build();
		ThreadPoolBulkhead bulkhead = CoroutineThreadPoolBulkhead.of(runtime, "inventory", config);
		CompletionStage<String> stock = bulkhead.executeSupplier(() -> "7 in stock");
		assertThat(stock.toCompletableFuture().get()).isEqualTo("7 in stock");
	}

}
