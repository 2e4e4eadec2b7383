package io.coroutine.sample.endtoend;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Waits for what happens soon.
 */
final class Await {

	private Await() {
	}

	static void until(Callable<Boolean> condition) throws Exception {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
		while (!condition.call()) {
			assertThat(System.nanoTime() - deadline).as("time is up").isNegative();
			Thread.sleep(5);
		}
	}

}
