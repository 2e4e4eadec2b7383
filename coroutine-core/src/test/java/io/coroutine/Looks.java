package io.coroutine;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Looks until there is to be seen what must be seen soon.
 */
public final class Looks {

	private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);

	private Looks() {
	}

	/**
	 * Return the first look at a coroutine that is as expected.
	 */
	public static CoroutineInfo await(Coroutine coroutine, Predicate<CoroutineInfo> expected) {
		until(() -> coroutine.info().filter(expected).isPresent());
		return coroutine.info().orElseThrow();
	}

	public static void until(BooleanSupplier condition) {
		long deadline = System.nanoTime() + LIMIT_NANOS;
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() - deadline > 0) {
				throw new AssertionError("It has not happened within half a minute");
			}
			Thread.yield();
		}
	}

}
