package io.coroutine.spring.context;

import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderThreadLocalAccessor;

/**
 * Hands on the authentication of Spring Security, in a context of its own: a child that
 * logs out, or authenticates as somebody else, does not do so for its parent, nor the
 * other way round. Stands in for Spring Security's own accessor, which shares the
 * context. A context that is loaded on demand is loaded when it is handed on, as the
 * request it comes from may be over later.
 */
public final class SecurityContextAccessor implements ThreadLocalAccessor<SecurityContextAccessor.Captured> {

	private static final Object KEY = new SecurityContextHolderThreadLocalAccessor().key();

	@Override
	public Object key() {
		return KEY;
	}

	@Override
	public @Nullable Captured getValue() {
		SecurityContext context = SecurityContextHolder.getContext();
		Authentication authentication = context.getAuthentication();
		return (authentication != null) ? new Captured(context, authentication) : null;
	}

	@Override
	public void setValue(Captured captured) {
		SecurityContext context = SecurityContextHolder.createEmptyContext();
		context.setAuthentication(captured.authentication());
		SecurityContextHolder.setContext(context);
	}

	@Override
	public void setValue() {
		SecurityContextHolder.clearContext();
	}

	@Override
	public void restore(Captured previous) {
		SecurityContextHolder.setContext(previous.context());
	}

	/**
	 * A context, and who was authenticated in it at that moment.
	 */
	record Captured(SecurityContext context, Authentication authentication) {

		@Override
		public String toString() {
			return "security context";
		}

	}

}
