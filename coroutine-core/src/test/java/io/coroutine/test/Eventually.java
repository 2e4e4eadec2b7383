package io.coroutine.test;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Waits for what must happen soon.
 */
public final class Eventually {

	private static final long LIMIT_SECONDS = 60;

	private Eventually() {
	}

	/**
	 * Wait until a condition holds.
	 */
	public static void isTrue(Callable<Boolean> condition) throws Exception {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
		while (!condition.call()) {
			if (System.nanoTime() - deadline > 0) {
				throw new AssertionError("It has not happened within " + LIMIT_SECONDS + " s");
			}
			TimeUnit.MICROSECONDS.sleep(100);
		}
	}

	/**
	 * Wait for a result, and throw what has been thrown instead.
	 */
	public static <T> T get(Future<T> future) throws Exception {
		try {
			return future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof Exception cause) {
				throw cause;
			}
			throw (Error) ex.getCause();
		}
	}

}
