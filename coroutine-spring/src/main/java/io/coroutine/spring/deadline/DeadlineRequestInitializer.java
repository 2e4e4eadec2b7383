package io.coroutine.spring.deadline;

import java.io.InterruptedIOException;
import java.time.Duration;

import io.coroutine.scope.Deadline;
import org.jspecify.annotations.Nullable;

import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestInitializer;
import org.springframework.web.client.ResourceAccessException;

/**
 * Lets the requests to other services know the {@linkplain Deadline deadline} of the
 * coroutine that makes them: one for which no time is left is not made, and the others
 * can tell the other service how long its caller waits. To end those that are under way
 * is the matter of the deadline itself, which interrupts their coroutine.
 * <p>
 * Not an interceptor: with one, Spring collects the body of each request in memory before
 * it sends it, and with a length in place of chunks. So without a deadline nothing of a
 * request is changed.
 */
public final class DeadlineRequestInitializer implements ClientHttpRequestInitializer {

	private final @Nullable String header;

	/**
	 * Create the initializer.
	 * @param header the header that says how many milliseconds are left, or {@code null}
	 * if none is to be sent
	 */
	public DeadlineRequestInitializer(@Nullable String header) {
		this.header = header;
	}

	/**
	 * Look at the deadline before a request is written.
	 * @throws ResourceAccessException if no time is left
	 */
	@Override
	public void initialize(ClientHttpRequest request) {
		Deadline deadline = Deadline.current();
		if (deadline == null) {
			return;
		}
		Duration left = deadline.remaining();
		if (left.isZero()) {
			throw new ResourceAccessException(
					request.getMethod() + " request is not made, as no time is left until the deadline",
					new InterruptedIOException("No time is left until the deadline"));
		}
		if (this.header != null) {
			request.getHeaders().set(this.header, Long.toString(Math.max(left.toMillis(), 1)));
		}
	}

}
