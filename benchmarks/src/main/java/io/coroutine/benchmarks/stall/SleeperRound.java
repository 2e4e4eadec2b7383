package io.coroutine.benchmarks.stall;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Threads that sleep for a millisecond again and again, and busy ones beside them. An
 * executor starts one for each task.
 */
final class SleeperRound {

	private static final Duration SETTLE = Duration.ofSeconds(2);

	private static final long SLEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	private static final long MAX_NANOS = TimeUnit.MINUTES.toNanos(10);

	private final Executor threads;

	private final Histogram lateness = new ConcurrentHistogram(1, MAX_NANOS, 3);

	private volatile Phase phase = Phase.SETTLING;

	SleeperRound(Executor threads) {
		this.threads = threads;
	}

	/**
	 * Run until the busy ones have ended.
	 * @return by how many nanoseconds sleepers woke too late while others were busy; one
	 * that was late for long counts as often as it could have slept meanwhile
	 */
	Histogram run(int sleepers, int hogs, Duration busy) throws InterruptedException {
		CountDownLatch asleep = new CountDownLatch(sleepers);
		for (int i = 0; i < sleepers; i++) {
			this.threads.execute(() -> sleepAgainAndAgain(asleep));
		}
		Thread.sleep(SETTLE);
		this.phase = Phase.BUSY;
		CountDownLatch busyOnes = new CountDownLatch(hogs);
		for (int i = 0; i < hogs; i++) {
			this.threads.execute(() -> keepBusy(busy, busyOnes));
		}
		busyOnes.await();
		this.phase = Phase.OVER;
		asleep.await();
		return this.lateness;
	}

	private void sleepAgainAndAgain(CountDownLatch done) {
		try {
			Phase before = this.phase;
			while (before != Phase.OVER) {
				long begin = System.nanoTime();
				Thread.sleep(1);
				long late = Math.clamp(System.nanoTime() - begin - SLEEP_NANOS, 1, MAX_NANOS);
				Phase after = this.phase;
				if (before == Phase.BUSY || after != before) {
					this.lateness.recordValueWithExpectedInterval(late, SLEEP_NANOS);
				}
				before = after;
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException("Nobody interrupts", ex);
		}
		finally {
			done.countDown();
		}
	}

	private static void keepBusy(Duration duration, CountDownLatch done) {
		long end = System.nanoTime() + duration.toNanos();
		while (System.nanoTime() - end < 0) {
			Thread.onSpinWait();
		}
		done.countDown();
	}

	private enum Phase {

		SETTLING, BUSY, OVER

	}

}
