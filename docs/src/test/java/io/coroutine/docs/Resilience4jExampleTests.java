package io.coroutine.docs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

import io.coroutine.CoroutineRuntime;
import io.coroutine.admission.AdmissionGate;
import io.coroutine.admission.AdmissionGates;
import io.coroutine.admission.AdmissionRejectedException;
import io.coroutine.spring.resilience4j.CoroutineThreadPoolBulkhead;
import io.coroutine.spring.resilience4j.CoroutineTimeLimiter;
import io.coroutine.spring.resilience4j.GateBulkheads;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.bulkhead.ThreadPoolBulkhead;
import io.github.resilience4j.bulkhead.ThreadPoolBulkheadConfig;
import io.github.resilience4j.bulkhead.event.BulkheadOnCallRejectedEvent;
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

	private final List<String> alarms = new ArrayList<>();

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

	@Test
	void whenAGateTurnsSomebodyAwayThenItsBulkheadTells() {
		AdmissionGate gate = AdmissionGate.builder("dataSource", 1).queueLimit(0).build();
		AdmissionGates gates = AdmissionGates.create();
		gates.add(gate);
		BulkheadRegistry registry = BulkheadRegistry.ofDefaults();
		GateBulkheads.show(gates, registry);
		registry.bulkhead("dataSource").getEventPublisher().onCallRejected((event) -> alarm(event));
		assertThat(gate.tryAcquire()).isTrue();
		assertThatExceptionOfType(AdmissionRejectedException.class).isThrownBy(gate::acquire);
		assertThat(this.alarms).containsExactly("dataSource");
	}

	private void alarm(BulkheadOnCallRejectedEvent event) {
		this.alarms.add(event.getBulkheadName());
	}

}
