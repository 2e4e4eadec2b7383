package io.coroutine.test;

/**
 * Code that may be interrupted, where none is allowed.
 */
@FunctionalInterface
public interface Interruptible {

	void call() throws InterruptedException;

	/**
	 * Run it; an interrupt ends it and is kept.
	 */
	static void run(Interruptible body) {
		try {
			body.call();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
