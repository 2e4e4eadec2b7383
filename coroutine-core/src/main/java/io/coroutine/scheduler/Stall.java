package io.coroutine.scheduler;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * A coroutine that occupies its loop, from when the watchdog finds that until it ends.
 * The watchdog has it alone until the loop is taken over for it; from then on the carrier
 * that the coroutine keeps may {@link #end} it at any time. Flight recorder is told by
 * the watchdog in any case: an event that a carrier writes is lost if the last one on it
 * was written by a virtual thread (as of JDK 25).
 */
final class Stall {

	private static final int FRAMES = 20;

	private final EventLoop loop;

	private final @Nullable LoopFiber culprit;

	private final long sinceNanos;

	private final @Nullable Object record = FlightRecords.stallBegun();

	private @Nullable List<StackTraceElement> frames;

	private @Nullable StallRecord kept;

	private boolean refused;

	private volatile boolean handedOver;

	private long occupiedNanos;

	/** Written after all else. */
	private volatile boolean ended;

	/**
	 * Create a stall.
	 * @param culprit the coroutine, or {@code null} if it is an adopted virtual thread
	 * @param sinceNanos when it was first seen on the loop
	 */
	Stall(EventLoop loop, @Nullable LoopFiber culprit, long sinceNanos) {
		this.loop = loop;
		this.culprit = culprit;
		this.sinceNanos = sinceNanos;
	}

	EventLoop loop() {
		return this.loop;
	}

	long coroutineId() {
		return (this.culprit != null) ? this.culprit.id() : 0;
	}

	@Nullable String coroutineName() {
		return (this.culprit != null) ? this.culprit.thread().getName() : null;
	}

	/**
	 * Remember the stack of the coroutine, if that will be asked for at the end, or may
	 * be looked at now. Called after the loop was taken away and not before, as it waits
	 * for the coroutine's thread, which the operating system may have preempted.
	 */
	void captureStack(RecentStalls recent) {
		if (this.record != null || recent.mayLookAtStack()) {
			frames();
		}
	}

	/**
	 * Return what the coroutine did when this was called first.
	 */
	String stack() {
		return frames().stream().map((frame) -> "\n\tat " + frame).collect(Collectors.joining());
	}

	private synchronized List<StackTraceElement> frames() {
		if (this.frames == null) {
			this.frames = (this.culprit != null)
					? Arrays.stream(this.culprit.thread().getStackTrace()).limit(FRAMES).toList() : List.of();
			if (this.kept != null) {
				this.kept.stack(this.frames);
			}
		}
		return this.frames;
	}

	/**
	 * Return what the coroutine worked for when the stall was found.
	 */
	synchronized @Nullable WorkingFor workingFor() {
		return (this.kept != null) ? this.kept.workingFor() : null;
	}

	/**
	 * Keep the stall for those who look later. Called by the watchdog.
	 * @return whether that is done for the first time
	 */
	synchronized boolean keepIn(RecentStalls recent) {
		if (this.kept != null) {
			return false;
		}
		this.kept = recent.add(this.loop.index(), this.culprit, this.sinceNanos);
		return true;
	}

	/**
	 * Say what became of the loop. Called by the watchdog.
	 */
	private synchronized void outcome(StallOutcome outcome) {
		if (this.kept != null) {
			this.kept.outcome(outcome);
		}
	}

	/**
	 * Say that there is no carrier to take the loop over.
	 * @return whether that is said for the first time
	 */
	boolean refuse() {
		boolean first = !this.refused;
		this.refused = true;
		outcome(StallOutcome.REFUSED);
		return first;
	}

	/**
	 * Have the carrier end the stall, if the loop is taken from it now.
	 * @return whether it was taken
	 */
	boolean takeLoopFrom(Carrier carrier) {
		carrier.stall(this);
		this.handedOver = true;
		if (this.loop.takeFrom(carrier)) {
			outcome(StallOutcome.HANDED_OVER);
			return true;
		}
		this.handedOver = false;
		carrier.stall(null);
		return false;
	}

	boolean isHandedOver() {
		return this.handedOver;
	}

	/**
	 * Called when the coroutine has given its carrier back. A further call does nothing.
	 */
	synchronized void end() {
		if (this.ended) {
			return;
		}
		if (this.record != null) {
			// First, as its time is a part of the other
			FlightRecords.stallEnded(this.record);
		}
		this.occupiedNanos = System.nanoTime() - this.sinceNanos;
		if (this.kept != null) {
			this.kept.end(this.occupiedNanos);
		}
		this.ended = true;
	}

	/**
	 * Tell whether flight recorder is to be told once the stall is over.
	 */
	boolean isRecorded() {
		return this.record != null;
	}

	/**
	 * Tell flight recorder of the stall if it is over. Called by the watchdog, once for a
	 * stall that is over.
	 * @return whether it is over
	 */
	boolean writeIfEnded() {
		boolean over = this.ended;
		if (over && this.record != null) {
			FlightRecords.stall(this.record, this, this.occupiedNanos);
		}
		return over;
	}

}
