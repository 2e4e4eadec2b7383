package io.coroutine.benchmarks.micro;

import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that park until they are woken, and park again. For threads of which one runs
 * at a time, so plain counters do.
 */
final class Crowd implements AutoCloseable {

	private final Executor threads;

	private final Thread[] members;

	private boolean ended;

	private long waits;

	private int next;

	Crowd(Executor threads, int live) {
		this.threads = threads;
		this.members = new Thread[live];
		Threads.run(threads, () -> {
			for (int i = 0; i < live; i++) {
				int index = i;
				threads.execute(() -> member(index));
			}
			awaitWaits(live);
		});
	}

	private void member(int index) {
		this.members[index] = Thread.currentThread();
		while (!this.ended) {
			this.waits++;
			LockSupport.park(this);
		}
		this.waits++;
	}

	/**
	 * Wake the next ones, a batch at a time, and let each park again.
	 */
	void wake(int batches, int size) {
		Threads.run(this.threads, () -> {
			for (int i = 0; i < batches; i++) {
				wake(size);
			}
		});
	}

	private void wake(int count) {
		long target = this.waits + count;
		for (int i = 0; i < count; i++) {
			LockSupport.unpark(this.members[this.next]);
			this.next = (this.next + 1) % this.members.length;
		}
		awaitWaits(target);
	}

	private void awaitWaits(long target) {
		while (this.waits < target) {
			Thread.yield();
		}
	}

	@Override
	public void close() {
		Threads.run(this.threads, () -> {
			this.ended = true;
			wake(this.members.length);
		});
	}

}
