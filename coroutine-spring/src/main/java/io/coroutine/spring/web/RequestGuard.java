package io.coroutine.spring.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.web.context.request.RequestAttributes;

/**
 * Stands between one request and the coroutines that have inherited it. Containers use
 * the objects of a request again for the next one; so who has inherited a request gets a
 * view of it, each access of which {@linkplain #enter() enters} here, and the request's
 * own coroutine {@linkplain #close(ServletRequest) closes} the guard before the container
 * takes the request back.
 * <p>
 * States: open, closing (only the closing thread may still enter, and what it enters for
 * is to destroy beans), closed. All of it is guarded by {@code lock}, which is held
 * during each access: so no access is under way when the request goes back, and several
 * coroutines do not parse parameters at once. The request's own coroutine uses the
 * request itself and does not enter.
 * <p>
 * A guard is made when the request is inherited for the first time, and kept as an
 * attribute of the request, as that lasts for all its dispatches.
 */
final class RequestGuard {

	private static final Log logger = LogFactory.getLog(RequestGuard.class);

	private static final String ATTRIBUTE = RequestGuard.class.getName();

	private static final String ENDED = "The request that this coroutine has inherited has ended: "
			+ "let the request wait for the coroutine, or read what it needs before it is created";

	private final ReentrantLock lock = new ReentrantLock();

	private final Map<String, Runnable> callbacks = new LinkedHashMap<>();

	private final Map<String, Lock> creations = new ConcurrentHashMap<>();

	private boolean ended;

	private @Nullable Thread closing;

	/** The view that was made last: for all children most often. */
	private volatile @Nullable InheritedRequestAttributes latest;

	RequestGuard() {
	}

	/**
	 * Return the view of a request for coroutines that inherit it.
	 * @param request the request, as the code has it that creates the coroutine
	 */
	static InheritedRequestAttributes inherited(HttpServletRequest request) {
		RequestGuard guard = find(request);
		if (guard == null) {
			guard = create(request);
		}
		InheritedRequestAttributes view = guard.latest;
		if (view == null || !view.isOf(request)) {
			view = new InheritedRequestAttributes(request, guard);
			guard.latest = view;
		}
		return view;
	}

	private static RequestGuard create(HttpServletRequest request) {
		// As a rule by the request's own coroutine only
		synchronized (request) {
			RequestGuard guard = find(request);
			if (guard == null) {
				guard = new RequestGuard();
				request.setAttribute(ATTRIBUTE, guard);
			}
			return guard;
		}
	}

	/**
	 * Return the guard of a request.
	 * @return the guard, or {@code null} if nobody has inherited the request
	 */
	static @Nullable RequestGuard find(ServletRequest request) {
		return (RequestGuard) request.getAttribute(ATTRIBUTE);
	}

	/**
	 * Return the guard of the request of some attributes.
	 */
	static @Nullable RequestGuard find(RequestAttributes attributes) {
		return (attributes instanceof InheritedRequestAttributes inherited) ? inherited.guard()
				: (RequestGuard) attributes.getAttribute(ATTRIBUTE, RequestAttributes.SCOPE_REQUEST);
	}

	/**
	 * Let nobody use a request any more who has inherited it, once those have left who do
	 * at the moment. Called when the request has ended, before it goes back to the
	 * container.
	 */
	static void close(ServletRequest request) {
		RequestGuard guard = find(request);
		if (guard != null) {
			guard.close();
		}
	}

	void close() {
		end(Thread.currentThread());
		// Nobody else can add one from now on
		List.copyOf(this.callbacks.values()).forEach(RequestGuard::destroy);
		end(null);
	}

	private void end(@Nullable Thread exempt) {
		this.lock.lock();
		try {
			this.ended = true;
			this.closing = exempt;
		}
		finally {
			this.lock.unlock();
		}
	}

	private static void destroy(Runnable callback) {
		try {
			callback.run();
		}
		catch (RuntimeException | Error ex) {
			logger.warn("A bean of a request has failed to be destroyed", ex);
		}
	}

	/**
	 * Begin to use the request; to be followed by {@link #leave()}.
	 * @throws IllegalStateException if the request has ended
	 */
	void enter() {
		this.lock.lock();
		if (this.ended && this.closing != Thread.currentThread()) {
			this.lock.unlock();
			throw new IllegalStateException(ENDED);
		}
	}

	void leave() {
		this.lock.unlock();
	}

	/**
	 * Let something be done at the end of the request.
	 * @throws IllegalStateException if the request has ended
	 */
	void onEnd(String name, Runnable callback) {
		enter();
		try {
			this.callbacks.put(name, callback);
		}
		finally {
			leave();
		}
	}

	/**
	 * Take {@link #onEnd} back.
	 */
	void notOnEnd(String name) {
		enter();
		try {
			this.callbacks.remove(name);
		}
		finally {
			leave();
		}
	}

	/**
	 * Return the lock for the creation of a bean, so that several coroutines do not make
	 * one each. One for each name, as a bean may need others, and have coroutines make
	 * those.
	 */
	Lock creationOf(String name) {
		return this.creations.computeIfAbsent(name, (key) -> new ReentrantLock());
	}

}
