package io.coroutine.snapshot;

/**
 * What a coroutine that has been started and has not ended does.
 */
public enum CoroutineState {

	/** It waits for a private stack. */
	QUEUED,

	/** It waits for its turn on an event loop or a thread of the JDK. */
	RUNNABLE,

	/**
	 * It runs. With the portable engine it is shown as {@link #RUNNABLE}, unless an
	 * option of the JVM opens {@code java.lang}.
	 */
	RUNNING,

	/** It waits for something. */
	WAITING,

	/** It has suspended itself and waits to be resumed. */
	SUSPENDED

}
