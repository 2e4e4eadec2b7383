package io.coroutine.scope;

import java.io.Serial;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a {@link Deadline} has passed. The cause, if there is one, is what the code
 * has thrown that was cut short.
 */
public class DeadlineExceededException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception.
	 * @param message what was not done in time
	 * @param cause what that has thrown, or {@code null}
	 */
	public DeadlineExceededException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
