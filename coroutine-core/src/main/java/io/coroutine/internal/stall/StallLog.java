package io.coroutine.internal.stall;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Which coroutines have stalled their event loop lately, by their numbers: the last
 * {@value #SIZE} stalls. For those who want to know whether a piece of code has stalled,
 * at no cost for all others.
 * <p>
 * Written by the watchdog only, read by any thread. An entry is written before the count,
 * which is volatile, so who reads the count sees the entries up to it, or later ones that
 * have taken their place.
 */
public final class StallLog {

	private static final int SIZE = 1024;

	private final AtomicLongArray coroutines = new AtomicLongArray(SIZE);

	private volatile long count;

	StallLog() {
	}

	@SuppressWarnings("NonAtomicVolatileUpdate") // There is one writer
	void add(long coroutine) {
		this.coroutines.setPlain((int) (this.count % SIZE), coroutine);
		this.count++;
	}

	/**
	 * Return how many stalls of coroutines there were.
	 * @return the number, since the start
	 */
	public long count() {
		return this.count;
	}

	/**
	 * Count the stalls of a coroutine.
	 * @param coroutine the number of the coroutine
	 * @param since what {@link #count()} has returned before
	 * @return how many there were since then; if there were more than {@value #SIZE} of
	 * all coroutines, some are not counted
	 */
	public int countOf(long coroutine, long since) {
		long until = this.count;
		int found = 0;
		for (long i = Math.max(since, until - SIZE); i < until; i++) {
			if (this.coroutines.getPlain((int) (i % SIZE)) == coroutine) {
				found++;
			}
		}
		return found;
	}

}
