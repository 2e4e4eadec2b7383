package io.coroutine.spring.web;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import io.coroutine.local.CoroutineLocal;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * The bindings that are in force for one dispatch of a request. Used by the coroutine or
 * thread of the dispatch.
 */
final class BoundLocals {

	/** Not inherited, as a request is used by one at a time. */
	private static final CoroutineLocal<@Nullable HttpServletRequest> REQUEST = CoroutineLocal.create();

	private final Deque<Runnable> ends = new ArrayDeque<>();

	static @Nullable HttpServletRequest currentRequest() {
		return REQUEST.get();
	}

	/**
	 * Bind to a request, in the order of the list.
	 */
	void bind(List<RequestLocal<?>> locals, HttpServletRequest request) {
		HttpServletRequest previous = REQUEST.get();
		REQUEST.set(request);
		this.ends.push(() -> REQUEST.set(previous));
		boolean further = request.getDispatcherType() != DispatcherType.REQUEST;
		for (RequestLocal<?> local : locals) {
			Runnable end = local.bind(request, further);
			if (end != null) {
				this.ends.push(end);
			}
		}
	}

	/**
	 * End what has been bound, the last first.
	 */
	void end() {
		this.ends.forEach(Runnable::run);
	}

}
