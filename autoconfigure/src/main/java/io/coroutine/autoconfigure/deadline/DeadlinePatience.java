package io.coroutine.autoconfigure.deadline;

import java.time.Duration;

import io.coroutine.spring.deadline.RequestDeadlines;
import io.coroutine.tomcat.admission.RequestPatience;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Has requests wait for admission no longer than until their deadline, and counts the
 * wait against it.
 *
 * @param deadlines knows the deadlines of requests
 */
record DeadlinePatience(RequestDeadlines deadlines) implements RequestPatience {

	@Override
	public @Nullable Duration of(HttpServletRequest request) {
		return this.deadlines.limit(request);
	}

	@Override
	public void waited(HttpServletRequest request, Duration time) {
		this.deadlines.waited(request, time);
	}

}
