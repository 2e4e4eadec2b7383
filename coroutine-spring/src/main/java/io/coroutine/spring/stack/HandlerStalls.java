package io.coroutine.spring.stack;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/**
 * How often a handler was called and has stalled. A window begins with a stall, and the
 * first stall after its end begins the next. The lock guards the window; it is taken for
 * calls that have stalled only.
 */
final class HandlerStalls {

	/** A handler that stalls in less than one of so many calls is left alone. */
	private static final int CALLS_PER_STALL = 100;

	private final LongAdder calls = new LongAdder();

	private final int limit;

	private final long windowNanos;

	private long windowBegin;

	private long callsBefore;

	private int stalls;

	private volatile boolean adapted;

	HandlerStalls(int limit, Duration window) {
		this.limit = limit;
		this.windowNanos = window.toNanos();
	}

	boolean isAdapted() {
		return this.adapted;
	}

	/**
	 * Note the end of a call.
	 * @param found how many times it has stalled
	 * @return whether the handler is adapted because of that, said once
	 */
	boolean ended(int found, long now) {
		this.calls.increment();
		return found > 0 && stalled(found, now);
	}

	private synchronized boolean stalled(int found, long now) {
		if (this.stalls == 0 || now - this.windowBegin > this.windowNanos) {
			this.windowBegin = now;
			this.callsBefore = this.calls.sum() - 1;
			this.stalls = 0;
		}
		this.stalls += found;
		boolean tooMany = this.stalls >= this.limit
				&& (long) this.stalls * CALLS_PER_STALL >= this.calls.sum() - this.callsBefore;
		if (!tooMany || this.adapted) {
			return false;
		}
		this.adapted = true;
		return true;
	}

}
