package io.coroutine.spring.stack;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Collectors;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.function.HandlerFunction;

/**
 * A handler method, from one request to the next.
 *
 * @param type the class of the controller
 * @param method the method
 */
record HandlerId(Class<?> type, Method method) {

	static HandlerId of(HandlerMethod handler) {
		return new HandlerId(handler.getBeanType(), handler.getMethod());
	}

	/**
	 * Return by what any kind of handler is known from one request to the next. There are
	 * as many as the application has handlers.
	 * @return the method, the pattern of a functional endpoint, or the class; or
	 * {@code null} for a functional endpoint without pattern
	 */
	static @Nullable Object of(Object handler, HttpServletRequest request) {
		if (handler instanceof HandlerMethod method) {
			return of(method);
		}
		if (handler instanceof HandlerFunction) {
			// Filters make a new function for each request
			return request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
		}
		return handler.getClass();
	}

	@Override
	public String toString() {
		return this.type.getName() + "#" + this.method.getName()
				+ Arrays.stream(this.method.getParameterTypes())
					.map(Class::getSimpleName)
					.collect(Collectors.joining(", ", "(", ")"));
	}

}
