package io.coroutine.spring.stack;

import java.io.Serial;
import java.util.concurrent.RejectedExecutionException;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

/**
 * A request that was to run on a private stack and got none, as too many are in use and
 * too many wait. It has not been handled. Answered with the status 503 and the header
 * {@code Retry-After} if no exception handler says otherwise.
 */
public final class NoPrivateStackException extends ErrorResponseException {

	@Serial
	private static final long serialVersionUID = 1L;

	/** So many seconds a client should wait: stacks become free all the time. */
	static final String RETRY_AFTER_SECONDS = "1";

	NoPrivateStackException(RejectedExecutionException cause) {
		super(HttpStatus.SERVICE_UNAVAILABLE, cause);
		setDetail("The server is too busy for this kind of request; try again");
	}

	@Override
	public HttpHeaders getHeaders() {
		HttpHeaders headers = new HttpHeaders();
		headers.set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
		return headers;
	}

}
