package io.coroutine;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A bounded queue as in the textbook, from a lock and two conditions.
 */
public final class ConditionQueue {

	private static final int CAPACITY = 4;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition notFull = this.lock.newCondition();

	private final Condition notEmpty = this.lock.newCondition();

	private final Queue<Integer> numbers = new ArrayDeque<>();

	private boolean closed;

	/**
	 * Put a number, if there is room in time.
	 */
	public boolean put(int number, long nanos) throws InterruptedException {
		long left = nanos;
		this.lock.lockInterruptibly();
		try {
			while (this.numbers.size() == CAPACITY) {
				if (left <= 0) {
					return false;
				}
				left = this.notFull.awaitNanos(left);
			}
			this.numbers.add(number);
			this.notEmpty.signal();
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Take a number, or -1 when it is closed and empty.
	 */
	public int take() throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			while (this.numbers.isEmpty()) {
				if (this.closed) {
					return -1;
				}
				this.notEmpty.await();
			}
			this.notFull.signal();
			return this.numbers.remove();
		}
		finally {
			this.lock.unlock();
		}
	}

	void close() {
		this.lock.lock();
		try {
			this.closed = true;
			this.notEmpty.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

}
