package io.coroutine.test;

import io.coroutine.CoroutineRuntime;

/**
 * Waits for the count of live coroutines, which an event loop corrects a moment after a
 * coroutine has ended.
 */
public final class Live {

	private static final int SECONDS = 30;

	private Live() {
	}

	/**
	 * Return how many coroutines have been started so far.
	 */
	public static long started(CoroutineRuntime runtime) {
		return runtime.snapshot().modes().values().stream().mapToLong((mode) -> mode.counts().started()).sum();
	}

	public static void awaitNone(CoroutineRuntime runtime) {
		awaitAtMost(runtime, 0);
	}

	public static void awaitAtMost(CoroutineRuntime runtime, long count) {
		long deadline = System.nanoTime() + SECONDS * 1_000_000_000L;
		while (runtime.snapshot().live() > count) {
			if (System.nanoTime() - deadline > 0) {
				throw new AssertionError(runtime.snapshot().live() + " coroutines live still after " + SECONDS + " s");
			}
			Thread.yield();
		}
	}

}
