package io.coroutine.sample.order;

/**
 * Thrown when there is no such order.
 */
public class OrderNotFoundException extends RuntimeException {

	/**
	 * Create a new exception.
	 * @param id the number asked for
	 */
	public OrderNotFoundException(long id) {
		super("No order %d".formatted(id));
	}

}
