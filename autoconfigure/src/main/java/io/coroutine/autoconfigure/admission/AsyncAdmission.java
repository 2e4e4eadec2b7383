package io.coroutine.autoconfigure.admission;

/**
 * How long an asynchronous request counts.
 */
public enum AsyncAdmission {

	/** Until it is completed. */
	HOLD,

	/** Until it has become asynchronous and its thread would be free. */
	RELEASE

}
