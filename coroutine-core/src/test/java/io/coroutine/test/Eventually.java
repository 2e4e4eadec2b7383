package io.coroutine.test;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Waits for what must happen soon. The limit only keeps a test from hanging: it says
 * nothing about how long something may take.
 */
public final class Eventually {

	private static final Duration LIMIT = Duration.ofMinutes(1);

	private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

	private Eventually() {
	}

	/**
	 * Wait until a condition holds. An interrupt does not end the wait, and is kept.
	 */
	public static void until(BooleanSupplier condition) {
		until("it has not happened", condition);
	}

	/**
	 * Wait until a condition holds. An interrupt does not end the wait, and is kept.
	 * @param what what is waited for, in words
	 * @param condition whether it is so
	 */
	public static void until(String what, BooleanSupplier condition) {
		long begin = System.nanoTime();
		while (!condition.getAsBoolean()) {
			checkTime(begin, what);
			// Returns at once if the thread is interrupted
			LockSupport.parkNanos(PAUSE_NANOS);
			Thread.yield();
		}
	}

	/**
	 * Wait until a condition holds that may throw. An interrupt ends the wait.
	 */
	public static void isTrue(Callable<Boolean> condition) throws Exception {
		long begin = System.nanoTime();
		while (!condition.call()) {
			checkTime(begin, "it has not happened");
			TimeUnit.NANOSECONDS.sleep(PAUSE_NANOS);
		}
	}

	private static void checkTime(long begin, String what) {
		if (System.nanoTime() - begin > LIMIT.toNanos()) {
			throw new AssertionError("Not so within " + LIMIT + ": " + what);
		}
	}

	/**
	 * Wait for a result, and throw what has been thrown instead.
	 */
	public static <T> T get(Future<T> future) throws Exception {
		try {
			return future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof Exception cause) {
				throw cause;
			}
			throw (Error) ex.getCause();
		}
	}

}
