package io.coroutine.tomcat;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the connections up to a limit. Any thread may call it.
 */
final class ConnectionLimit {

	private final AtomicInteger count = new AtomicInteger();

	private volatile int limit;

	ConnectionLimit(int limit) {
		this.limit = limit;
	}

	/**
	 * Set the limit; connections beyond it stay.
	 * @param limit the limit, or -1 for none
	 */
	void setLimit(int limit) {
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

	int release() {
		return this.count.decrementAndGet();
	}

	int count() {
		return this.count.get();
	}

}
