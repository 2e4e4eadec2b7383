package io.coroutine.sample.product;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the inventory service does not answer.
 */
public class InventoryUnavailableException extends RuntimeException {

	/**
	 * Create a new exception.
	 * @param message what happened
	 * @param cause the cause, if any
	 */
	public InventoryUnavailableException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
