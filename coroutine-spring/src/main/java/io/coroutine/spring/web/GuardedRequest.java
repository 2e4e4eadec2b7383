package io.coroutine.spring.web;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request as coroutines see it that have inherited it: each call enters the
 * {@link RequestGuard}. What a call returns is a copy where the container would read on
 * in the request, or use the same object for the next one. What only one can do, and that
 * is the request's own coroutine, is refused: to read the body as a stream, to make the
 * request asynchronous, to upgrade or push.
 */
final class GuardedRequest implements InvocationHandler {

	private static final Set<String> REFUSED = Set.of("getInputStream", "getReader", "startAsync", "getAsyncContext",
			"upgrade", "newPushBuilder");

	private final HttpServletRequest request;

	private final RequestGuard guard;

	private GuardedRequest(HttpServletRequest request, RequestGuard guard) {
		this.request = request;
		this.guard = guard;
	}

	static HttpServletRequest of(HttpServletRequest request, RequestGuard guard) {
		return (HttpServletRequest) Proxy.newProxyInstance(GuardedRequest.class.getClassLoader(),
				new Class<?>[] { HttpServletRequest.class }, new GuardedRequest(request, guard));
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
			throws Throwable {
		if (method.getDeclaringClass() == Object.class) {
			return switch (method.getName()) {
				case "equals" -> arguments != null && proxy == arguments[0];
				case "hashCode" -> System.identityHashCode(proxy);
				default -> "inherited request";
			};
		}
		if (REFUSED.contains(method.getName())) {
			throw new IllegalStateException("A coroutine that has inherited a request cannot call " + method.getName()
					+ ": do so in the request's own coroutine, and hand the result on");
		}
		this.guard.enter();
		try {
			Object result = method.invoke(this.request, arguments);
			return (method.getReturnType() != Object.class) ? copy(result) : result;
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
		finally {
			this.guard.leave();
		}
	}

	/**
	 * Copy what is a part of the request; attributes are not.
	 */
	private static @Nullable Object copy(@Nullable Object result) {
		return switch (result) {
			case Enumeration<?> elements -> Collections.enumeration(Collections.list(elements));
			case Map<?, ?> map -> Collections.unmodifiableMap(new LinkedHashMap<>(map));
			case Collection<?> collection -> List.copyOf(collection);
			case null, default -> result;
		};
	}

}
