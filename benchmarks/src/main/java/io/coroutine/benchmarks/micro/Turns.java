package io.coroutine.benchmarks.micro;

import java.util.concurrent.Callable;

import io.coroutine.Coroutine;
import io.coroutine.CoroutineRuntime;

/**
 * Something is done again and again in a coroutine, which lets its loop go on every now
 * and then: one that keeps it for long loses it to a spare carrier, and is measured
 * there.
 */
final class Turns {

	private static final int TURNS = 500;

	private static final int LENGTH = 200;

	static final int OPERATIONS = TURNS * LENGTH;

	private Turns() {
	}

	static void run(CoroutineRuntime runtime, Callable<?> operation) {
		Threads.run(runtime::start, () -> {
			for (int i = 0; i < TURNS; i++) {
				for (int j = 0; j < LENGTH; j++) {
					call(operation);
				}
				Coroutine.yield();
			}
		});
	}

	private static void call(Callable<?> operation) {
		try {
			operation.call();
		}
		catch (Exception ex) {
			throw new IllegalStateException("Nothing fails here", ex);
		}
	}

}
