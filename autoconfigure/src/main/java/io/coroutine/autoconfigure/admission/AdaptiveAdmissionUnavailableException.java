package io.coroutine.autoconfigure.admission;

/**
 * Thrown when the adaptive mode is asked for and its library is not on the class path.
 */
final class AdaptiveAdmissionUnavailableException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	AdaptiveAdmissionUnavailableException() {
		super("The adaptive mode needs Netflix's concurrency-limits, which is not on the class path");
	}

}
