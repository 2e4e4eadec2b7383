package io.coroutine.snapshot;

/**
 * What became of an event loop that a coroutine has occupied.
 */
public enum StallOutcome {

	/** Nothing yet, or the coroutine has given the loop back by itself just then. */
	NONE,

	/** A spare carrier has gone on with the loop. */
	HANDED_OVER,

	/** There was no spare carrier, so the loop had to wait for the coroutine. */
	REFUSED

}
