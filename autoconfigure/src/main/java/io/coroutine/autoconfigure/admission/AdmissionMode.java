package io.coroutine.autoconfigure.admission;

/**
 * How a bound is found.
 */
public enum AdmissionMode {

	/** It is configured. */
	FIXED,

	/** From how long requests take. */
	ADAPTIVE

}
