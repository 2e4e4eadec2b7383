package io.coroutine.internal.fiber;

import java.util.concurrent.Future;

/**
 * A task that others may wait for, and that must hear when it will never run.
 */
public interface Abandonable {

	/**
	 * Called once instead of the task, by any thread, when its coroutine could not be
	 * started.
	 */
	void abandoned();

	/**
	 * Tell a task that it will never run, if it wants to know; a {@link Future} is
	 * cancelled.
	 * @param task the task
	 */
	static void abandon(Runnable task) {
		if (task instanceof Abandonable abandonable) {
			abandonable.abandoned();
		}
		else if (task instanceof Future<?> future) {
			future.cancel(false);
		}
	}

}
