package io.coroutine.internal.loop;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.coroutine.internal.scheduler.EventLoopScheduler;
import io.coroutine.internal.scheduler.Scheduler;
import io.coroutine.snapshot.CoroutineCounts;
import io.coroutine.snapshot.LoopSnapshot;
import io.coroutine.test.Eventually;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A runtime that has nothing to do does nothing.
 */
class IdleTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	@Test
	void whenNothingRunsThenNeitherLoopsNorWatchdogWakeUp() throws Exception {
		EventLoopScheduler scheduler = new EventLoopScheduler(EventLoopGroup.start(2, 2, Duration.ofMillis(20)), 4, 0);
		CountDownLatch free = new CountDownLatch(1);
		for (int i = 0; i < 1000; i++) {
			scheduler.start(null, Scheduler.SHARED_STACK, () -> await(free));
		}
		Eventually.until(scheduler.loops().watchdog()::isParked);
		awaitSilence(scheduler);
		free.countDown();
		assertThat(scheduler.shutdown(LONG)).isZero();
		assertThat(scheduler.snapshot().shared()).isEqualTo(new CoroutineCounts(1000, 1000, 0));
	}

	/**
	 * Wait for three seconds in which nothing wakes up. A loop that the machine has held
	 * up on its way to sleep may wake up once more, and wake the watchdog.
	 */
	private static void awaitSilence(EventLoopScheduler scheduler) throws InterruptedException {
		long deadline = System.nanoTime() + LONG.toNanos();
		List<Long> before;
		List<Long> after = counts(scheduler);
		do {
			assertThat(System.nanoTime() - deadline).as("time is up: %s", after).isNegative();
			before = after;
			Thread.sleep(3000);
			after = counts(scheduler);
		}
		while (!after.equals(before));
	}

	private static List<Long> counts(EventLoopScheduler scheduler) {
		LoopSnapshot first = scheduler.snapshot().loops().getFirst();
		LoopSnapshot second = scheduler.snapshot().loops().getLast();
		return List.of(first.iterations(), first.wakeups(), second.iterations(), second.wakeups(),
				scheduler.loops().watchdog().looks());
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await(60, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
