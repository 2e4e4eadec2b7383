package io.coroutine.spring.web;

import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;

import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestAttributesThreadLocalAccessor;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Hands on the attributes of a request, as a view that all who inherit them can use at
 * once, and that tells who uses it after the end of the request, instead of showing the
 * next one. For that, {@link RequestEndListener} must be registered. Stands in for
 * Spring's own accessor, which hands on the attributes themselves.
 */
public final class RequestAttributesAccessor implements ThreadLocalAccessor<RequestAttributesAccessor.Captured> {

	@Override
	public Object key() {
		return RequestAttributesThreadLocalAccessor.KEY;
	}

	@Override
	public @Nullable Captured getValue() {
		RequestAttributes current = RequestContextHolder.getRequestAttributes();
		if (current instanceof ServletRequestAttributes attributes
				&& !(current instanceof InheritedRequestAttributes)) {
			return captured(attributes);
		}
		return (current != null) ? new Captured(current, current) : null;
	}

	private static @Nullable Captured captured(ServletRequestAttributes attributes) {
		try {
			return new Captured(attributes, RequestGuard.inherited(attributes.getRequest()));
		}
		catch (IllegalStateException ex) {
			// Left behind by a request that the container has taken back
			return null;
		}
	}

	@Override
	public void setValue(Captured captured) {
		RequestContextHolder.setRequestAttributes(captured.inherited());
	}

	@Override
	public void setValue() {
		RequestContextHolder.resetRequestAttributes();
	}

	@Override
	public void restore(Captured previous) {
		RequestContextHolder.setRequestAttributes(previous.current());
	}

	/**
	 * The attributes that a thread has, and what others inherit of them.
	 */
	record Captured(RequestAttributes current, RequestAttributes inherited) {

		@Override
		public String toString() {
			return "request attributes";
		}

	}

}
