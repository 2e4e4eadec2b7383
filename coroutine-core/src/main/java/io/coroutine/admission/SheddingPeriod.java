package io.coroutine.admission;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * For how long callers have been turned away again and again. A period begins with a
 * rejection and lasts as long as the next one comes within {@link #PAUSE_NANOS}. It is
 * found out when a rejection comes, so it does not matter how often somebody looks.
 * <p>
 * Any thread may call all methods. The period is replaced as a whole, by compare-and-set.
 * Who loses against another rejection has nothing to add, as both were at the same time.
 */
final class SheddingPeriod {

	/** Longer without a rejection, and the period is over. */
	static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(5);

	/** So exact is the last rejection, as not each shall be written down in a flood. */
	static final long GRAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	private final AtomicReference<@Nullable Period> period = new AtomicReference<>();

	/**
	 * Called at each rejection.
	 * @param now the time, as of {@link System#nanoTime()}
	 */
	void rejected(long now) {
		Period current = this.period.get();
		if (current == null || now - current.lastNanos > PAUSE_NANOS) {
			this.period.compareAndSet(current, new Period(now, now));
		}
		else if (now - current.lastNanos >= GRAIN_NANOS) {
			this.period.compareAndSet(current, new Period(current.beginNanos, now));
		}
	}

	/**
	 * Return how long the period has lasted until its last rejection.
	 * @param now the time, as of {@link System#nanoTime()}
	 * @return the time, zero if the period is over or there was a single rejection
	 */
	Duration length(long now) {
		Period current = this.period.get();
		return (current == null || now - current.lastNanos > PAUSE_NANOS) ? Duration.ZERO
				: Duration.ofNanos(current.lastNanos - current.beginNanos);
	}

	private record Period(long beginNanos, long lastNanos) {
	}

}
