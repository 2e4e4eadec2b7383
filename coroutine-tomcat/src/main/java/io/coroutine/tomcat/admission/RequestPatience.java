package io.coroutine.tomcat.admission;

import java.time.Duration;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Knows how long the caller of a request waits for its answer. Asked only for requests
 * that have to wait for their turn, by the coroutines of these.
 */
public interface RequestPatience {

	/** Of callers who wait without end. */
	RequestPatience ENDLESS = new RequestPatience() {

		@Override
		public @Nullable Duration of(HttpServletRequest request) {
			return null;
		}

		@Override
		public void waited(HttpServletRequest request, Duration time) {
			// There is no less left for it
		}

	};

	/**
	 * Return how long a request may wait.
	 * @param request the request, for which no filter has run yet
	 * @return the time, zero or more, or {@code null} if there is no limit
	 */
	@Nullable Duration of(HttpServletRequest request);

	/**
	 * Note that a request was let in after a wait, so that there is less time left for
	 * its work.
	 * @param request the request
	 * @param time how long it has waited
	 */
	void waited(HttpServletRequest request, Duration time);

}
