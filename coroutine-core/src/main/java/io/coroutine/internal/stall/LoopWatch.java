package io.coroutine.internal.stall;

import java.util.concurrent.TimeUnit;

import io.coroutine.internal.fiber.Fiber;
import io.coroutine.internal.measure.LoopStatistics;
import org.jspecify.annotations.Nullable;

/**
 * What the watchdog knows of one loop. Confined to the watchdog, but for
 * {@link #stuckSince()}.
 * <p>
 * States: the loop moves; it has a {@code stall}, and its carrier is the culprit's; or it
 * is <em>stranded</em>, which is a stall whose culprit has lost the loop, and no carrier
 * has it. Each ends when the loop moves.
 * <p>
 * The watch is <em>alert</em> while a coroutine that has lost the loop waits pinned: the
 * next one may do the same, and the one that all of them wait for may be queued behind
 * hundreds. So the loop is taken from the next one that waits at once, and not after the
 * threshold.
 */
final class LoopWatch {

	/** So long one coroutine that waits keeps the watch alert. */
	private static final long ALERT_NANOS = TimeUnit.SECONDS.toNanos(10);

	/** So long it takes to tell whether carriers wait, see {@code CarrierPool}. */
	private static final long DOUBT_NANOS = TimeUnit.MILLISECONDS.toNanos(70);

	private final WatchedLoop loop;

	private long slices = -1;

	private long iterations = -1;

	private long since;

	private @Nullable Stall stall;

	private boolean stranded;

	/** The last one for which the loop was taken away, while it lasts. */
	private @Nullable Stall last;

	private long lastTaken;

	private boolean lastWaited;

	/** Whether the carrier of the culprit waits. */
	private boolean waits;

	/** Written by the watchdog, read by any thread. */
	private volatile @Nullable Long stuckSince;

	LoopWatch(WatchedLoop loop) {
		this.loop = loop;
	}

	WatchedLoop loop() {
		return this.loop;
	}

	/**
	 * Tell whether the loop has moved since the last look. To be called at each look.
	 */
	boolean hasMoved() {
		LoopStatistics statistics = this.loop.statistics();
		long seenSlices = statistics.slices();
		long seenIterations = statistics.iterations();
		boolean moved = seenSlices != this.slices || seenIterations != this.iterations || this.loop.isSleeping();
		this.slices = seenSlices;
		this.iterations = seenIterations;
		return moved;
	}

	/**
	 * Note that the loop has moved.
	 */
	void moved(long now) {
		this.since = now;
		if (this.stall != null) {
			if (!this.stranded) {
				this.stall.end();
			}
			forget();
		}
		WatchedCarrier carrier = (isAlert(now) && this.loop.isInside(this.slices)) ? this.loop.carrier() : null;
		if (carrier != null) {
			// To know at the next look whether it has waited from now on
			carrier.waits(now);
		}
	}

	/**
	 * Look for a coroutine that occupies the loop, which has not moved, while others wait
	 * for it. It is the one whose slice was the last to begin at the look before. As that
	 * may end now, whoever is found counts only if the loop is inside that slice still.
	 * @return the stall, the same one at each look while it lasts, or {@code null} if
	 * there is none
	 */
	@Nullable Stall look(long now, long thresholdNanos) {
		if (!this.loop.isInside(this.slices)) {
			return null;
		}
		WatchedCarrier carrier = this.loop.carrier();
		Fiber fiber = this.loop.currentFiber();
		if (carrier == null || !this.loop.isInside(this.slices)) {
			return null;
		}
		this.waits = carrier.waits(now) > 0;
		if (now - this.since < thresholdNanos && !(this.waits && isAlert(now))) {
			return null;
		}
		if (this.stall == null && isWaitedFor(carrier, now)) {
			this.stall = new Stall(this.loop, this.slices, fiber, this.since);
			this.loop.statistics().stallBegins();
		}
		return this.stall;
	}

	private boolean isWaitedFor(WatchedCarrier carrier, long now) {
		return this.loop.queued() > 0 || carrier.hasNext() || this.loop.hasDueTimers(now)
				|| this.loop.hasUnseenEvents();
	}

	/**
	 * Return for how long the loop has not moved, as far as the watch has seen.
	 */
	long occupiedNanos(long now) {
		return now - this.since;
	}

	/**
	 * Look at the one that has lost the loop.
	 */
	void lookAtLast() {
		Stall lost = this.last;
		if (lost != null) {
			lost.reclaimNext();
			if (lost.isEnded()) {
				this.last = null;
			}
		}
	}

	boolean isAlert(long now) {
		return this.last != null && this.lastWaited && now - this.lastTaken < ALERT_NANOS;
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
	void handedOver(long now) {
		taken(now);
		forget();
	}

	/**
	 * Remember that the loop was taken from the culprit, and that no carrier has it.
	 */
	void stranded(long now) {
		taken(now);
		this.stranded = true;
	}

	/**
	 * Return the stall for which the loop is stranded, if it is.
	 */
	@Nullable Stall stranded() {
		return (this.stranded) ? this.stall : null;
	}

	private void taken(long now) {
		this.last = this.stall;
		this.lastTaken = now;
		this.lastWaited = this.waits;
	}

	private void forget() {
		this.stall = null;
		this.stranded = false;
		this.stuckSince = null;
		this.loop.statistics().stallEnds();
	}

	/**
	 * Remember that there was no carrier to take the loop over.
	 * @return whether that is so for so long that those who wait have been told from
	 * those who compute
	 */
	boolean refused(long now) {
		Long first = this.stuckSince;
		if (first == null) {
			this.stuckSince = now;
			return false;
		}
		return now - first >= DOUBT_NANOS;
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
