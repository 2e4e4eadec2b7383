package io.coroutine.internal.measure;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets something happen once in a while at the most, such as a log. Called by any thread;
 * of several at once, the compare-and-set lets one through.
 */
public final class RateLimit {

	private final long intervalNanos;

	private final AtomicLong next = new AtomicLong(System.nanoTime());

	public RateLimit(Duration interval) {
		this.intervalNanos = interval.toNanos();
	}

	/**
	 * Tell whether it may happen now. If so, it may not for the length of the interval.
	 */
	public boolean tryAcquire() {
		long now = System.nanoTime();
		long due = this.next.get();
		return now - due >= 0 && this.next.compareAndSet(due, now + this.intervalNanos);
	}

}
