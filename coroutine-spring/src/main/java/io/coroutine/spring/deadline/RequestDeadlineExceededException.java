package io.coroutine.spring.deadline;

import java.io.Serial;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.client.RestClientException;

/**
 * Stands in for whatever a request has thrown after its deadline has passed, which is its
 * cause. It is answered with 504 if the request was waiting for another service, and with
 * 503 otherwise.
 */
public final class RequestDeadlineExceededException extends ErrorResponseException {

	@Serial
	private static final long serialVersionUID = 1L;

	private static final String CLIENTS = "org.springframework.http.client.";

	RequestDeadlineExceededException(@Nullable Throwable cause) {
		super((isDownstream(cause)) ? HttpStatus.GATEWAY_TIMEOUT : HttpStatus.SERVICE_UNAVAILABLE, cause);
		setDetail("The request was not done by its deadline");
	}

	private static boolean isDownstream(@Nullable Throwable failure) {
		int depth = 0;
		for (Throwable ex = failure; ex != null && depth < 100; ex = ex.getCause()) {
			if (ex instanceof RestClientException || isThrownByClient(ex)) {
				return true;
			}
			depth++;
		}
		return false;
	}

	/**
	 * Look where an exception comes from. Each client has its own to say that it was
	 * interrupted, and those that are no I/O exceptions RestTemplate and RestClient let
	 * through.
	 */
	private static boolean isThrownByClient(Throwable failure) {
		return Arrays.stream(failure.getStackTrace()).anyMatch((frame) -> frame.getClassName().startsWith(CLIENTS));
	}

}
