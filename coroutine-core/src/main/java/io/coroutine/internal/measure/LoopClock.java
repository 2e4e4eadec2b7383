package io.coroutine.internal.measure;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import io.coroutine.snapshot.LoopTimes;

/**
 * Measures what an event loop does with its time. The clock is read when the activity
 * changes, which is at most four times an iteration and never between two coroutines.
 * <p>
 * The carrier that has the loop writes, any thread reads. Each activity has one number,
 * so that a reader sees it whole: twice the time spent; and while the activity goes on,
 * less twice the time at which it has begun, plus one. So who finds an odd number adds
 * the present time, and time that goes on counts too: a loop that sleeps or is stalled
 * does not look as if it stood still. A reader that finds the same number before and
 * after it has read the clock knows that the two belong together, but for the moment
 * between the writer's own look at the clock and its write. To make up for that, a reader
 * is never told less than one before.
 */
public final class LoopClock {

	public static final int RUNNING = 0;

	public static final int POLLING = 1;

	public static final int SLEEPING = 2;

	private static final int NOTHING = -1;

	private static final VarHandle SPENT = MethodHandles.arrayElementVarHandle(long[].class);

	private final long origin = System.nanoTime();

	private final long[] spent = new long[3];

	private int activity = NOTHING;

	/** What readers were told last; guarded by itself. */
	private final long[] told = new long[3];

	/**
	 * Say what the loop does from now on.
	 */
	public void enter(int next) {
		if (next != this.activity) {
			change(next);
		}
	}

	/**
	 * Say that the loop has ended.
	 */
	public void stop() {
		enter(NOTHING);
	}

	private void change(int next) {
		long now = 2 * (System.nanoTime() - this.origin);
		if (this.activity != NOTHING) {
			add(this.activity, now - 1);
		}
		if (next != NOTHING) {
			add(next, 1 - now);
		}
		this.activity = next;
	}

	private void add(int index, long amount) {
		SPENT.setOpaque(this.spent, index, (long) SPENT.getOpaque(this.spent, index) + amount);
	}

	public LoopTimes times() {
		synchronized (this.told) {
			for (int i = 0; i < this.told.length; i++) {
				this.told[i] = Math.max(this.told[i], read(i));
			}
			return new LoopTimes(this.told[RUNNING], this.told[POLLING], this.told[SLEEPING]);
		}
	}

	private long read(int index) {
		while (true) {
			long number = (long) SPENT.getAcquire(this.spent, index);
			long now = System.nanoTime() - this.origin;
			if (number == (long) SPENT.getAcquire(this.spent, index)) {
				return (number >> 1) + (((number & 1) != 0) ? now : 0);
			}
		}
	}

}
