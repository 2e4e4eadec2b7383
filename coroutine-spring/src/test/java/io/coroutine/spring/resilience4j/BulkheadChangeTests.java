package io.coroutine.spring.resilience4j;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.coroutine.Coroutine;
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
		AtomicInteger rejected = new AtomicInteger();
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
							for (int turns = random.nextInt(4); turns > 0; turns--) {
								Coroutine.yield();
							}
							inside.decrementAndGet();
						});
						calls++;
					}
					catch (BulkheadFullException ex) {
						rejected.incrementAndGet();
						Thread.sleep(1);
					}
				}
				return calls;
			}));
		}
		inCoroutine(() -> {
			try {
				Random random = new Random(4711);
				for (int i = 0; i < CHANGES; i++) {
					bulkhead.changeConfig(config(1 + random.nextInt(20)));
					Coroutine.yield();
				}
				bulkhead.changeConfig(config(7));
			}
			finally {
				end.set(true);
			}
			return null;
		});
		for (Future<Integer> caller : callers) {
			assertThat(get(caller)).isNotNegative();
		}
		assertThat(bulkhead.getMetrics().getMaxAllowedConcurrentCalls()).isEqualTo(7);
		assertThat(bulkhead.getMetrics().getAvailableConcurrentCalls()).isEqualTo(7);
	}

}
