package io.coroutine.internal.accept;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the connections up to a limit. For the modules of this project, not for
 * applications. Any thread may call it.
 */
public final class ConnectionLimit {

	private final AtomicInteger count = new AtomicInteger();

	private volatile int limit;

	/**
	 * Create the limit.
	 * @param limit the limit, or -1 for none
	 */
	public ConnectionLimit(int limit) {
		this.limit = limit;
	}

	/**
	 * Set the limit; connections beyond it stay.
	 * @param limit the limit, or -1 for none
	 */
	public void setLimit(int limit) {
		this.limit = limit;
	}

	boolean hasRoom() {
		int most = this.limit;
		return most < 0 || this.count.get() < most;
	}

	/**
	 * Count one more if there is room.
	 * @return whether there is
	 */
	boolean tryAcquire() {
		while (true) {
			int current = this.count.get();
			int most = this.limit;
			if (most >= 0 && current >= most) {
				return false;
			}
			if (this.count.compareAndSet(current, current + 1)) {
				return true;
			}
		}
	}

	/**
	 * Count one less.
	 * @return the number of those left
	 */
	public int release() {
		return this.count.decrementAndGet();
	}

	/**
	 * Return how many there are; for a moment it may be one more for each loop that
	 * accepts.
	 * @return the number
	 */
	public int count() {
		return this.count.get();
	}

}
