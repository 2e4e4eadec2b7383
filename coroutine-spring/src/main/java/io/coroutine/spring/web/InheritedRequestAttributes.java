package io.coroutine.spring.web;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * The attributes of a request for the coroutines that have inherited it, as long as the
 * request lasts. Beans that they make belong to the request: they are destroyed at its
 * end, by its own coroutine. There is no response, which is for the request's own
 * coroutine to write. Any number of coroutines may use it at once.
 */
final class InheritedRequestAttributes extends ServletRequestAttributes {

	private final HttpServletRequest original;

	private final RequestGuard guard;

	InheritedRequestAttributes(HttpServletRequest original, RequestGuard guard) {
		super(GuardedRequest.of(original, guard));
		this.original = original;
		this.guard = guard;
	}

	boolean isOf(HttpServletRequest request) {
		return this.original == request;
	}

	RequestGuard guard() {
		return this.guard;
	}

	@Override
	public void removeAttribute(String name, int scope) {
		super.removeAttribute(name, scope);
		if (scope == SCOPE_REQUEST) {
			this.guard.notOnEnd(name);
		}
	}

	@Override
	public void registerDestructionCallback(String name, Runnable callback, int scope) {
		if (scope == SCOPE_REQUEST) {
			this.guard.onEnd(name, callback);
		}
		else {
			super.registerDestructionCallback(name, callback, scope);
		}
	}

}
