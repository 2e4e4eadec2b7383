package io.coroutine.internal.fiber;

import org.jspecify.annotations.Nullable;

/**
 * The names of fibers that were given none.
 */
public final class FiberNames {

	/**
	 * The name of all threads that have none of their own, to spare a string for each.
	 */
	public static final String SHARED = "coroutine";

	private FiberNames() {
	}

	/**
	 * Return a name made from a number.
	 */
	public static String of(long id) {
		return SHARED + "-" + id;
	}

	/**
	 * Name a thread that is not started.
	 * @param name the name it was given, if so
	 * @param own whether to make one if it was given none
	 * @return the thread
	 */
	public static Thread give(Thread thread, @Nullable String name, boolean own) {
		if (name != null || own) {
			thread.setName((name != null) ? name : of(thread.threadId()));
		}
		return thread;
	}

}
