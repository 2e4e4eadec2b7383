package io.coroutine.compatibility;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

import io.coroutine.Coroutine;
import io.coroutine.CoroutineRuntime;
import io.coroutine.Engine;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.web.servlet.FilterRegistration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Sees, before all other filters, what runs each request and each of its dispatches.
 */
@FilterRegistration(asyncSupported = true,
		dispatcherTypes = { DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR,
				DispatcherType.FORWARD })
@Order(Ordered.HIGHEST_PRECEDENCE)
public class Witness implements Filter {

	private final AtomicInteger requests = new AtomicInteger();

	private final AtomicInteger inCoroutine = new AtomicInteger();

	private final AtomicInteger onOtherEngine = new AtomicInteger();

	private volatile @Nullable Engine expected;

	void expect(@Nullable Engine engine) {
		this.expected = engine;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		this.requests.incrementAndGet();
		if (Coroutine.current() != null) {
			this.inCoroutine.incrementAndGet();
			if (CoroutineRuntime.current().engine() != this.expected) {
				this.onOtherEngine.incrementAndGet();
			}
		}
		chain.doFilter(request, response);
	}

	/**
	 * Return how many there were, dispatches included.
	 */
	public int requests() {
		return this.requests.get();
	}

	/**
	 * Return how many ran in coroutines.
	 */
	public int inCoroutine() {
		return this.inCoroutine.get();
	}

	/**
	 * Return how many ran in coroutines of another engine than expected.
	 */
	public int onOtherEngine() {
		return this.onOtherEngine.get();
	}

}
