package io.coroutine.benchmarks.micro;

import java.util.concurrent.Executor;

/**
 * Starts threads, a batch at a time, and waits for the end of each batch. For threads of
 * which one runs at a time, so a plain counter does.
 */
final class Batches {

	private int finished;

	private void run(Executor threads, int batches, int size) {
		Runnable task = () -> this.finished++;
		for (int i = 1; i <= batches; i++) {
			for (int j = 0; j < size; j++) {
				threads.execute(task);
			}
			while (this.finished < i * size) {
				Thread.yield();
			}
		}
	}

	/**
	 * Start threads from one of their kind.
	 */
	static void createAndFinish(Executor threads, int batches, int size) {
		Threads.run(threads, () -> createAndFinishHere(threads, batches, size));
	}

	/**
	 * Start threads from the caller, which is one of their kind.
	 */
	static void createAndFinishHere(Executor threads, int batches, int size) {
		new Batches().run(threads, batches, size);
	}

}
