package io.coroutine.spring.admission;

import java.io.IOException;
import java.time.Duration;

import io.coroutine.admission.AdmissionRejectedException;
import io.coroutine.spring.jdbc.ClientGoneException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * Answers 503 with {@code Retry-After} where somebody was not let in by an
 * {@link io.coroutine.admission.AdmissionGate}, however deep among the causes. Whatever
 * else resolves exceptions comes before it, as the handlers of the application. A client
 * that has gone while its request waited gets the same answer, for the log, and without
 * an error page.
 */
public final class AdmissionExceptionResolver implements HandlerExceptionResolver, Ordered {

	/** Causes may form a circle. */
	private static final int MAX_DEPTH = 50;

	private static final Logger logger = LoggerFactory.getLogger(AdmissionExceptionResolver.class);

	private final String retryAfter;

	private AdmissionExceptionResolver(Duration retryAfter) {
		this.retryAfter = Long.toString(Math.max(retryAfter.plusMillis(999).toSeconds(), 0));
	}

	/**
	 * Create a resolver.
	 * @param retryAfter after what time a client should try again, rounded up to seconds
	 * @return the resolver
	 */
	public static AdmissionExceptionResolver of(Duration retryAfter) {
		return new AdmissionExceptionResolver(retryAfter);
	}

	@Override
	public int getOrder() {
		return LOWEST_PRECEDENCE;
	}

	@Override
	public @Nullable ModelAndView resolveException(HttpServletRequest request, HttpServletResponse response,
			@Nullable Object handler, Exception exception) {
		Throwable reason = reasonIn(exception);
		if (reason == null || response.isCommitted()) {
			return null;
		}
		logger.debug("Answered 503, as there was no admission: {}", reason.getMessage());
		response.setHeader(HttpHeaders.RETRY_AFTER, this.retryAfter);
		if (reason instanceof ClientGoneException) {
			response.setStatus(HttpStatus.SERVICE_UNAVAILABLE.value());
			return new ModelAndView();
		}
		try {
			response.sendError(HttpStatus.SERVICE_UNAVAILABLE.value());
		}
		catch (IOException ex) {
			logger.debug("The answer 503 could not be sent", ex);
		}
		return new ModelAndView();
	}

	private static @Nullable Throwable reasonIn(Throwable exception) {
		Throwable cause = exception;
		for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++) {
			if (cause instanceof AdmissionRejectedException || cause instanceof ClientGoneException) {
				return cause;
			}
			cause = cause.getCause();
		}
		return null;
	}

}
