package io.coroutine.tomcat;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Waits for what happens soon.
 */
final class Await {

	private static final Duration LIMIT = Duration.ofMinutes(2);

	private Await() {
	}

	static void until(String what, BooleanSupplier condition) {
		long deadline = System.nanoTime() + LIMIT.toNanos();
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() - deadline > 0) {
				throw new AssertionError("Not so within " + LIMIT + ": " + what);
			}
			try {
				Thread.sleep(5);
			}
			catch (InterruptedException ex) {
				throw new AssertionError(ex);
			}
		}
	}

}
