package io.coroutine.internal.timer;

import org.jspecify.annotations.Nullable;

/**
 * Something that happens at a point in time on an event loop. An instance is in one
 * {@link TimerWheel} at the most; its fields belong to that wheel.
 */
public abstract class Timer {

	static final int NOT_SCHEDULED = -1;

	/** When to fire, in ticks of the wheel. */
	long tick;

	/** Level and slot of the wheel, or {@link #NOT_SCHEDULED}. */
	int position = NOT_SCHEDULED;

	@Nullable Timer previous;

	@Nullable Timer next;

	/**
	 * Called on the loop when the time has come. The timer is no longer in the wheel and
	 * may be scheduled again.
	 */
	protected abstract void fire();

	/**
	 * Called when the loop ends before the time has come. The timer is no longer in the
	 * wheel.
	 */
	protected void wheelEnded() {
	}

}
