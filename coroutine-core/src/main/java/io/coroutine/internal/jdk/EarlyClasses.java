package io.coroutine.internal.jdk;

/**
 * Has classes loaded and initialized early. Code of an event loop, between coroutines,
 * must not load a class for the first time once there are coroutines: the loader of an
 * executable jar has locks, and one of them may be held by a coroutine that waits in the
 * queue of the same loop. From code of a loop nobody can take the loop away.
 */
public final class EarlyClasses {

	private EarlyClasses() {
	}

	/**
	 * Load and initialize classes, with what is loaded to verify them.
	 * @param classes the classes
	 */
	public static void initialize(Class<?>... classes) {
		for (Class<?> type : classes) {
			try {
				Class.forName(type.getName(), true, type.getClassLoader());
			}
			catch (ClassNotFoundException ex) {
				throw new IllegalStateException("A class does not find itself: " + type.getName(), ex);
			}
		}
	}

}
