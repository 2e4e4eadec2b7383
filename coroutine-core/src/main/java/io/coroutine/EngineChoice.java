package io.coroutine;

/**
 * Which engine is asked for.
 */
public enum EngineChoice {

	/** {@link Engine#EVENT_LOOP} where it is available, else {@link Engine#PORTABLE}. */
	AUTO,

	/** {@link Engine#EVENT_LOOP}, or a failure to start. */
	EVENT_LOOP,

	/** {@link Engine#PORTABLE}. */
	PORTABLE

}
