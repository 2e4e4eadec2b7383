package io.coroutine.sample.product;

/**
 * Thrown when there is no such product.
 */
public class ProductNotFoundException extends RuntimeException {

	/**
	 * Create a new exception.
	 * @param sku the product asked for
	 * @param cause the cause
	 */
	public ProductNotFoundException(String sku, Throwable cause) {
		super("No product '%s'".formatted(sku), cause);
	}

}
