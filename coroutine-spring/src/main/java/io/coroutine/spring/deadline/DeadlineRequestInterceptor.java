package io.coroutine.spring.deadline;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

import io.coroutine.Deadline;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;

/**
 * Lets the requests to other services know the {@linkplain Deadline deadline} of the
 * coroutine that makes them: one for which no time is left is not made, and the others
 * can tell the other service how long its caller waits. To end those that are under way
 * is the matter of the deadline itself, which closes their connection.
 */
public final class DeadlineRequestInterceptor implements ClientHttpRequestInterceptor {

	private final @Nullable String header;

	/**
	 * Create the interceptor.
	 * @param header the header that says how many milliseconds are left, or {@code null}
	 * if none is to be sent
	 */
	public DeadlineRequestInterceptor(@Nullable String header) {
		this.header = header;
	}

	@Override
	public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
			throws IOException {
		Deadline deadline = Deadline.current();
		if (deadline == null) {
			return execution.execute(request, body);
		}
		Duration left = deadline.remaining();
		if (left.isZero()) {
			throw late("No time is left until the deadline", null);
		}
		if (this.header != null) {
			request.getHeaders().set(this.header, Long.toString(Math.max(left.toMillis(), 1)));
		}
		try {
			return execution.execute(request, body);
		}
		catch (IOException | RuntimeException ex) {
			if (deadline.hasPassed()) {
				// Each client has its own way to say that it was interrupted
				throw late("Not answered by the deadline", ex);
			}
			throw ex;
		}
	}

	private static IOException late(String message, @Nullable Exception cause) {
		IOException late = new InterruptedIOException(message);
		if (cause != null) {
			late.initCause(cause);
		}
		return late;
	}

}
