package io.coroutine.benchmarks.micro;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;

/**
 * What the benchmarks measure, done by threads of any kind: an executor starts one for
 * each task, and coroutines are threads too.
 */
final class Threads {

	private Threads() {
	}

	/**
	 * Run something in a thread, and wait for it.
	 */
	static void run(Executor threads, Runnable task) {
		CountDownLatch done = new CountDownLatch(1);
		threads.execute(() -> {
			task.run();
			done.countDown();
		});
		await(done);
	}

	/**
	 * Two threads yield to one another.
	 */
	static void yieldToEachOther(Executor threads, int yields) {
		CountDownLatch done = new CountDownLatch(2);
		Runnable task = () -> {
			for (int i = 0; i < yields; i++) {
				Thread.yield();
			}
			done.countDown();
		};
		threads.execute(() -> {
			threads.execute(task);
			task.run();
		});
		await(done);
	}

	/**
	 * Two threads hand the turn to and fro; the one without it parks.
	 */
	static void handToAndFro(Executor threads, int rounds) {
		Turn turn = new Turn();
		CountDownLatch done = new CountDownLatch(2);
		threads.execute(() -> {
			turn.first = Thread.currentThread();
			threads.execute(() -> {
				turn.second = Thread.currentThread();
				for (int i = 0; i < rounds; i++) {
					turn.await(1);
					turn.pass(0, turn.first);
				}
				done.countDown();
			});
			while (turn.second == null) {
				Thread.yield();
			}
			for (int i = 0; i < rounds; i++) {
				turn.pass(1, turn.second);
				turn.await(0);
			}
			done.countDown();
		});
		await(done);
	}

	static void await(CountDownLatch latch) {
		uninterrupted(latch::await);
	}

	static void uninterrupted(Interruptible wait) {
		try {
			wait.run();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException("Nobody interrupts", ex);
		}
	}

	/**
	 * What may wait.
	 */
	@FunctionalInterface
	interface Interruptible {

		void run() throws InterruptedException;

	}

	/**
	 * Who has the turn.
	 */
	private static final class Turn {

		private volatile Thread first;

		private volatile Thread second;

		private volatile int owner;

		@SuppressWarnings("NullAway.Init")
		Turn() {
		}

		void pass(int to, Thread thread) {
			this.owner = to;
			LockSupport.unpark(thread);
		}

		void await(int me) {
			while (this.owner != me) {
				LockSupport.park(this);
			}
		}

	}

}
