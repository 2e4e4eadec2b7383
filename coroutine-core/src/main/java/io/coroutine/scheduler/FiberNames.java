package io.coroutine.scheduler;

import org.jspecify.annotations.Nullable;

/**
 * The names of fibers that were given none.
 */
final class FiberNames {

	/**
	 * The name of all threads that have none of their own, to spare a string for each.
	 */
	static final String SHARED = "coroutine";

	private FiberNames() {
	}

	/**
	 * Return a name made from a number.
	 */
	static String of(long id) {
		return SHARED + "-" + id;
	}

	/**
	 * Return the name for the thread of a fiber.
	 * @param name the name it was given, if so
	 * @param own whether to make one if it was given none
	 */
	static String ofThread(@Nullable String name, long id, boolean own) {
		if (name != null) {
			return name;
		}
		return (own) ? of(id) : SHARED;
	}

}
