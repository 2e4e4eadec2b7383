package io.coroutine.spring.deadline;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.format.datetime.standard.DurationFormatterUtils;
import org.springframework.web.method.HandlerMethod;

/**
 * Finds out how long a request may take. May be used by any thread.
 */
final class RequestLimits {

	private final @Nullable Duration general;

	private final @Nullable String header;

	private final Duration longest;

	private final UnaryOperator<String> placeholders;

	private final Map<Handler, Optional<Duration>> annotated = new ConcurrentHashMap<>();

	RequestLimits(@Nullable Duration general, @Nullable String header, Duration longest,
			UnaryOperator<String> placeholders) {
		this.general = general;
		this.header = header;
		this.longest = longest;
		this.placeholders = placeholders;
	}

	/**
	 * Return the time for a request.
	 * @return the time, which may be zero if the caller has none left; or {@code null} if
	 * there is no limit
	 */
	@Nullable Duration of(HttpServletRequest request, Object handler) {
		return shorter((handler instanceof HandlerMethod method) ? ofMethod(method) : this.general, request);
	}

	/**
	 * Return the time for a request whose handler is not known yet.
	 * @return as for {@link #of(HttpServletRequest, Object)}
	 */
	@Nullable Duration of(HttpServletRequest request) {
		return shorter(this.general, request);
	}

	private @Nullable Duration shorter(@Nullable Duration own, HttpServletRequest request) {
		String wanted = (this.header != null) ? request.getHeader(this.header) : null;
		if (wanted == null) {
			return own;
		}
		Duration callers = parse(wanted);
		return (own == null || callers.compareTo(own) < 0) ? callers : own;
	}

	/**
	 * Read what a caller has sent. Nonsense, and what is too long, counts as the longest
	 * time.
	 */
	private Duration parse(String millis) {
		try {
			Duration wanted = Duration.ofMillis(Math.max(Long.parseLong(millis.strip()), 0));
			return (wanted.compareTo(this.longest) < 0) ? wanted : this.longest;
		}
		catch (NumberFormatException ex) {
			return this.longest;
		}
	}

	private @Nullable Duration ofMethod(HandlerMethod method) {
		// Not by the handler itself, which may have a bean of its own for each request
		Handler key = new Handler(method.getBeanType(), method.getMethod());
		Optional<Duration> known = this.annotated.get(key);
		if (known == null) {
			known = Optional.ofNullable(find(method));
			this.annotated.put(key, known);
		}
		return known.orElse(this.general);
	}

	private @Nullable Duration find(HandlerMethod method) {
		WithDeadline annotation = method.getMethodAnnotation(WithDeadline.class);
		if (annotation == null) {
			annotation = AnnotatedElementUtils.findMergedAnnotation(method.getBeanType(), WithDeadline.class);
		}
		if (annotation == null) {
			return null;
		}
		Duration limit = DurationFormatterUtils.detectAndParse(this.placeholders.apply(annotation.value()));
		if (!limit.isPositive()) {
			throw new IllegalStateException(
					"@WithDeadline(\"" + annotation.value() + "\") of " + method + " must be more than zero");
		}
		return limit;
	}

	private record Handler(Class<?> beanType, Method method) {
	}

}
