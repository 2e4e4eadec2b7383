package io.coroutine.scheduler;

import java.time.Duration;

/**
 * Waits of one thread that an interrupt does not end: it is kept for when all is over.
 * Used by that thread only.
 */
final class UninterruptedWait implements AutoCloseable {

	private boolean interrupted;

	/**
	 * Wait for something; for what is left of the time again after each interrupt.
	 * @param limit how long to wait
	 * @param condition what is waited for
	 * @return whether it has come about
	 */
	boolean await(Duration limit, Condition condition) {
		long deadline = System.nanoTime() + limit.toNanos();
		while (true) {
			try {
				return condition.await(Duration.ofNanos(Math.max(deadline - System.nanoTime(), 0)));
			}
			catch (InterruptedException ex) {
				this.interrupted = true;
			}
		}
	}

	/**
	 * Give a kept interrupt back to the thread.
	 */
	@Override
	public void close() {
		if (this.interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Something that is waited for.
	 */
	@FunctionalInterface
	interface Condition {

		boolean await(Duration limit) throws InterruptedException;

	}

}
