package io.coroutine.benchmarks.support;

/**
 * Thrown when a benchmark cannot go on, with a message for the person who started it.
 */
public class BenchmarkException extends RuntimeException {

	public BenchmarkException(String message) {
		super(message);
	}

	public BenchmarkException(String message, Throwable cause) {
		super(message, cause);
	}

}
