package io.coroutine.scheduler;

import org.jspecify.annotations.Nullable;

/**
 * What the watchdog knows of one loop. Confined to the watchdog, but for
 * {@link #stuckSince()}.
 */
final class LoopWatch {

	private final EventLoop loop;

	private long slices = -1;

	private long iterations = -1;

	private long since;

	private @Nullable Stall stall;

	/** Written by the watchdog, read by any thread. */
	private volatile @Nullable Long stuckSince;

	LoopWatch(EventLoop loop) {
		this.loop = loop;
	}

	EventLoop loop() {
		return this.loop;
	}

	/**
	 * Look for a coroutine that occupies the loop while others wait for it.
	 * @param carrier the one that was inside of a coroutine just before, if any
	 * @return the stall, the same one at each look while it lasts, or {@code null} if
	 * there is none
	 */
	@Nullable Stall look(@Nullable Carrier carrier, long now, long thresholdNanos) {
		if (hasMoved()) {
			this.since = now;
			if (this.stall != null) {
				this.stall.end();
				forget();
			}
			return null;
		}
		if (carrier == null || now - this.since < thresholdNanos) {
			return null;
		}
		if (this.stall == null && isWaitedFor(now)) {
			this.stall = new Stall(this.loop, this.loop.currentFiber(), this.since);
			this.loop.statistics().stallBegins();
		}
		return this.stall;
	}

	private boolean isWaitedFor(long now) {
		return this.loop.queued() > 0 || this.loop.hasDueTimers(now) || this.loop.hasUnseenEvents();
	}

	private boolean hasMoved() {
		LoopStatistics statistics = this.loop.statistics();
		long seenSlices = statistics.slices();
		long seenIterations = statistics.iterations();
		boolean moved = seenSlices != this.slices || seenIterations != this.iterations || this.loop.isSleeping();
		this.slices = seenSlices;
		this.iterations = seenIterations;
		return moved;
	}

	/**
	 * Tell whether the end of a stall is still to be seen.
	 */
	boolean hasStall() {
		return this.stall != null;
	}

	/**
	 * Forget the stall, as another carrier runs the loop and the stall is not the loop's
	 * any more.
	 */
	void handedOver() {
		forget();
	}

	private void forget() {
		this.stall = null;
		this.stuckSince = null;
		this.loop.statistics().stallEnds();
	}

	/**
	 * Remember that there was no carrier to take the loop over.
	 */
	void refused(long now) {
		if (this.stuckSince == null) {
			this.stuckSince = now;
		}
	}

	/**
	 * Return since when the loop waits for the coroutine that occupies it, as there is no
	 * carrier to take it over. Any thread may call it.
	 * @return the time, as of {@link System#nanoTime()}, or {@code null} if it does not
	 */
	@Nullable Long stuckSince() {
		return this.stuckSince;
	}

}
