package io.coroutine.test;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Waits for what must happen soon.
 */
public final class Patience {

	private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);

	private Patience() {
	}

	public static void until(BooleanSupplier condition) throws InterruptedException {
		long deadline = System.nanoTime() + LIMIT_NANOS;
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() - deadline > 0) {
				throw new AssertionError("It has not happened within a minute");
			}
			TimeUnit.MILLISECONDS.sleep(1);
		}
	}

}
