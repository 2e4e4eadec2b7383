package io.coroutine.test;

import java.lang.ref.WeakReference;

/**
 * Waits for the garbage collector.
 */
public final class Collected {

	private static final int SECONDS = 30;

	private Collected() {
	}

	public static void await(WeakReference<?> reference) {
		await(reference, () -> {
		});
	}

	/**
	 * Wait until an object is gone.
	 * @param reference the only way that should be left to the object
	 * @param step done again and again meanwhile
	 */
	public static void await(WeakReference<?> reference, Runnable step) {
		long deadline = System.nanoTime() + SECONDS * 1_000_000_000L;
		while (!reference.refersTo(null)) {
			if (System.nanoTime() - deadline > 0) {
				throw new AssertionError("Still reachable after " + SECONDS + " s: " + reference.get());
			}
			System.gc();
			step.run();
			Thread.yield();
		}
	}

}
