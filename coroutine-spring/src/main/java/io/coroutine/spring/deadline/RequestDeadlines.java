package io.coroutine.spring.deadline;

import java.time.Duration;
import java.util.function.UnaryOperator;

import io.coroutine.Coroutine;
import io.coroutine.scope.DeadlineScope;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.web.servlet.AsyncHandlerInterceptor;

/**
 * Gives requests of Spring MVC their {@linkplain io.coroutine.scope.Deadline deadline},
 * from the moment their handler is known until they are answered, or their answer is left
 * to others. A request that is not served by a coroutine has none, and nor has one for
 * the error page. The time that a request has {@linkplain #waited waited} before is taken
 * off.
 */
public final class RequestDeadlines implements AsyncHandlerInterceptor {

	private static final String SCOPE = RequestDeadlines.class.getName() + ".scope";

	private static final String WAITED = RequestDeadlines.class.getName() + ".waited";

	private final RequestLimits limits;

	/**
	 * Create the interceptor.
	 * @param general how long requests may take that have no {@link WithDeadline}, or
	 * {@code null} if there is no limit
	 * @param header the header in which callers say how many milliseconds they wait, or
	 * {@code null} if they are not asked
	 * @param longest what a caller may ask for at most
	 * @param placeholders resolves the placeholders in {@link WithDeadline}
	 */
	public RequestDeadlines(@Nullable Duration general, @Nullable String header, Duration longest,
			UnaryOperator<String> placeholders) {
		this.limits = new RequestLimits(general, header, longest, placeholders);
	}

	/**
	 * Return how long a request may take, as far as that is known before its handler is.
	 * @param request the request
	 * @return the time, which is zero if the caller has none left; or {@code null} if
	 * there is no limit
	 */
	public @Nullable Duration limit(HttpServletRequest request) {
		return this.limits.of(request);
	}

	/**
	 * Note that a request has waited for its turn, before anything was done for it.
	 * @param request the request
	 * @param time how long it has waited
	 */
	public void waited(HttpServletRequest request, Duration time) {
		request.setAttribute(WAITED, time);
	}

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
		if (request.getDispatcherType() == DispatcherType.ERROR || request.getDispatcherType() == DispatcherType.ASYNC
				|| request.getAttribute(SCOPE) != null) {
			return true;
		}
		Duration limit = this.limits.of(request, handler);
		if (limit == null || Coroutine.current() == null) {
			return true;
		}
		if (request.getAttribute(WAITED) instanceof Duration waited) {
			limit = limit.minus(waited);
		}
		if (!limit.isPositive()) {
			throw new RequestDeadlineExceededException(null);
		}
		request.setAttribute(SCOPE, DeadlineScope.open(limit));
		return true;
	}

	@Override
	public void afterCompletion(HttpServletRequest request, HttpServletResponse response, Object handler,
			@Nullable Exception failure) {
		end(request);
	}

	@Override
	public void afterConcurrentHandlingStarted(HttpServletRequest request, HttpServletResponse response,
			Object handler) {
		end(request);
	}

	/**
	 * End the deadline of a request.
	 * @return whether it had one, and that has passed
	 */
	static boolean end(HttpServletRequest request) {
		if (request.getAttribute(SCOPE) instanceof DeadlineScope scope) {
			request.removeAttribute(SCOPE);
			boolean passed = scope.hasPassed();
			scope.close();
			return passed;
		}
		return false;
	}

}
