package io.coroutine;

/**
 * What runs coroutines.
 */
public enum Engine {

	/** Event loops with epoll. Needs Linux. */
	EVENT_LOOP,

	/** The virtual threads of the JDK as they are. Runs everywhere. */
	PORTABLE

}
