package io.coroutine.actuate.dashboard;

import java.util.Map;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * The headers that keep the page from running, loading or sending anything that is not
 * its own, and from being shown inside of another page. An endpoint cannot return
 * headers, so they go to the response of the current request; wherever the endpoint is
 * served, and under whatever path, they are there.
 */
final class ProtectiveHeaders {

	/** The page says the same in its head, but for the last part, which is void there. */
	static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
			+ "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

	private static final Map<String, String> HEADERS = Map.of("Content-Security-Policy", POLICY,
			"X-Content-Type-Options", "nosniff", "X-Frame-Options", "DENY", "Referrer-Policy", "no-referrer",
			"Cache-Control", "no-store");

	private ProtectiveHeaders() {
	}

	/**
	 * Set the headers of the response to the current request.
	 */
	static void set() {
		if (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes) {
			HttpServletResponse response = attributes.getResponse();
			if (response != null) {
				HEADERS.forEach(response::setHeader);
			}
		}
	}

}
