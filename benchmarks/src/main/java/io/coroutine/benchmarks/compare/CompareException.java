package io.coroutine.benchmarks.compare;

/**
 * Thrown when the comparison cannot go on, with a message for the person who started it.
 */
class CompareException extends RuntimeException {

	CompareException(String message) {
		super(message);
	}

	CompareException(String message, Throwable cause) {
		super(message, cause);
	}

}
