package io.coroutine.spring.resilience4j;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A bulkhead that is changed while it is used.
 */
class BulkheadChangeTests extends EngineContract {

	private static final int CALLERS = 15;

	private static final int CHANGES = 30;

	private static BulkheadConfig config(int calls) {
		return BulkheadConfig.custom()
			.maxConcurrentCalls(calls)
			.maxWaitDuration(Duration.ofMillis(2))
			.writableStackTraceEnabled(false)
			.build();
	}

	@Test
	void whenChangedUnderLoadThenNoPermitIsLost() throws Throwable {
		Bulkhead bulkhead = Bulkhead.of("calls", config(10));
		AtomicBoolean end = new AtomicBoolean();
		AtomicInteger inside = new AtomicInteger();
		List<Future<Integer>> callers = new ArrayList<>();
		for (int i = 0; i < CALLERS; i++) {
			Random random = new Random(i);
			callers.add(this.runtime.submit(() -> {
				int calls = 0;
				while (!end.get()) {
					try {
						bulkhead.executeRunnable(() -> {
							assertThat(inside.incrementAndGet()).isLessThanOrEqualTo(20);
							pause(random.nextInt(4));
							inside.decrementAndGet();
						});
						calls++;
					}
					catch (BulkheadFullException ex) {
						pause(10);
					}
				}
				return calls;
			}));
		}
		try {
			inCoroutine(() -> {
				Random random = new Random(4711);
				for (int i = 0; i < CHANGES; i++) {
					bulkhead.changeConfig(config(1 + random.nextInt(20)));
					pause(1);
				}
				bulkhead.changeConfig(config(7));
				return null;
			});
		}
		finally {
			end.set(true);
		}
		for (Future<Integer> caller : callers) {
			assertThat(get(caller)).isNotNegative();
		}
		assertThat(bulkhead.getMetrics().getMaxAllowedConcurrentCalls()).isEqualTo(7);
		assertThat(bulkhead.getMetrics().getAvailableConcurrentCalls()).isEqualTo(7);
	}

	/**
	 * Wait for a moment. Not by a yield: on the JDK's scheduler, two virtual threads that
	 * yield again and again keep their carrier to themselves, and those who were woken by
	 * other threads never run.
	 */
	private static void pause(int turns) {
		for (int i = 0; i < turns; i++) {
			LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(100));
		}
	}

}
