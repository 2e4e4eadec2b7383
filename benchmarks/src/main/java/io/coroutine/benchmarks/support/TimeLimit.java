package io.coroutine.benchmarks.support;

import java.time.Duration;

/**
 * Nothing should take that long, but nothing may run for ever.
 */
public final class TimeLimit {

	private TimeLimit() {
	}

	/**
	 * End this process with a failure if it has not ended by itself.
	 * @param limit after what time
	 */
	public static void exitAfter(Duration limit) {
		Thread.ofPlatform().daemon().name("limit").start(() -> {
			try {
				Thread.sleep(limit);
				System.err.println("Not done in time");
				// Shutdown hooks run: they end the child processes
				System.exit(1);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
	}

}
