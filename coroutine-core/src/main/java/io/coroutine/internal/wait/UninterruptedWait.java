package io.coroutine.internal.wait;

import java.time.Duration;

/**
 * Waits of one thread that an interrupt does not end: it is kept for when all is over.
 * Used by that thread only.
 */
public final class UninterruptedWait implements AutoCloseable {

	private boolean interrupted;

	/**
	 * Wait for something; for what is left of the time again after each interrupt.
	 * @param limit how long to wait
	 * @param condition what is waited for
	 * @return whether it has come about
	 */
	public boolean await(Duration limit, Condition condition) {
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
	 * Wait for something, however long it takes.
	 * @param event what is waited for
	 * @param onInterrupt what to do at each interrupt before the wait goes on
	 */
	public void await(Event event, Runnable onInterrupt) {
		while (true) {
			try {
				event.await();
				return;
			}
			catch (InterruptedException ex) {
				this.interrupted = true;
				onInterrupt.run();
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
	 * Something that comes about in time, or does not.
	 */
	@FunctionalInterface
	public interface Condition {

		/**
		 * Wait for it.
		 * @param limit how long to wait
		 * @return whether it has come about
		 * @throws InterruptedException if the caller is interrupted
		 */
		boolean await(Duration limit) throws InterruptedException;

	}

	/**
	 * Something that comes about.
	 */
	@FunctionalInterface
	public interface Event {

		/**
		 * Wait for it.
		 * @throws InterruptedException if the caller is interrupted
		 */
		void await() throws InterruptedException;

	}

}
