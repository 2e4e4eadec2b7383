package io.coroutine.test;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

import io.coroutine.Coroutine;
import io.coroutine.CoroutineInfo;

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
		AtomicReference<CoroutineInfo> seen = new AtomicReference<>();
		until(() -> {
			coroutine.info().filter(expected).ifPresent(seen::set);
			return seen.get() != null;
		});
		return seen.get();
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
