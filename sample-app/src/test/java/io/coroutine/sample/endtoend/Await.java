package io.coroutine.sample.endtoend;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Waits for what happens soon.
 */
final class Await {

	private Await() {
	}

	static void until(BooleanSupplier condition) throws InterruptedException {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime() - deadline).as("time is up").isNegative();
			Thread.sleep(5);
		}
	}

}
