package io.coroutine.scheduler;

import java.util.Arrays;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * A coroutine that occupies its loop, from when the watchdog finds that until it ends.
 * The watchdog has it alone until the loop is taken over for it; from then on the carrier
 * that the coroutine keeps may {@link #end} it at any time.
 */
final class Stall {

	private static final int FRAMES = 20;

	private final EventLoop loop;

	private final @Nullable LoopFiber culprit;

	private final long sinceNanos;

	private final @Nullable Object record = FlightRecords.stallBegun();

	private @Nullable String stack;

	private boolean counted;

	private boolean refused;

	private volatile boolean handedOver;

	private boolean ended;

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
	 * Remember the stack of the coroutine, if that will be asked for at the end. Called
	 * after the loop was taken away and not before, as it waits for the coroutine's
	 * thread, which the operating system may have preempted.
	 */
	void captureStack() {
		if (this.record != null) {
			stack();
		}
	}

	/**
	 * Return what the coroutine did when this was called first.
	 */
	synchronized String stack() {
		if (this.stack == null) {
			this.stack = (this.culprit != null) ? Arrays.stream(this.culprit.thread().getStackTrace())
				.limit(FRAMES)
				.map((frame) -> "\n\tat " + frame)
				.collect(Collectors.joining()) : "";
		}
		return this.stack;
	}

	/**
	 * Say that the stall is counted. Called by the watchdog.
	 * @return whether that is said for the first time
	 */
	boolean count() {
		boolean first = !this.counted;
		this.counted = true;
		return first;
	}

	/**
	 * Say that there is no carrier to take the loop over.
	 * @return whether that is said for the first time
	 */
	boolean refuse() {
		boolean first = !this.refused;
		this.refused = true;
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
	 * Called when the coroutine has given its carrier back.
	 */
	synchronized void end() {
		if (!this.ended && this.record != null) {
			FlightRecords.stallEnded(this.record, this, System.nanoTime() - this.sinceNanos);
		}
		this.ended = true;
	}

}
