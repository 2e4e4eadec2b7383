package io.coroutine.actuate;

/**
 * A request to the endpoint that cannot be answered.
 */
final class InvalidRequestException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final int status;

	/**
	 * Create an exception.
	 * @param status the status of HTTP
	 * @param message why, and what to do
	 */
	InvalidRequestException(int status, String message) {
		super(message);
		this.status = status;
	}

	int status() {
		return this.status;
	}

	@Override
	public String getMessage() {
		return String.valueOf(super.getMessage());
	}

}
