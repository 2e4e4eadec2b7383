package io.coroutine;

/**
 * How much a runtime keeps of its coroutines to show it.
 */
public enum Introspection {

	/**
	 * All: each live coroutine can be listed and found, with its age and what it waits
	 * for.
	 */
	FULL,

	/**
	 * Only the numbers of {@link CoroutineRuntime#snapshot()}. A coroutine has no start
	 * time, and the threads of those without a name share one, which saves some ten
	 * nanoseconds and some 60 bytes for each.
	 */
	COUNTING

}
