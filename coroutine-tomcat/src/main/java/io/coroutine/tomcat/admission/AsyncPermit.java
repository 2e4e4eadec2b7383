package io.coroutine.tomcat.admission;

import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import io.coroutine.tomcat.RequestEnd;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.AsyncContextImpl;

/**
 * The permit of an asynchronous request, given back when that is completed, be it by a
 * time-out or an error; or when Tomcat takes the request back, of which it does not tell
 * its listeners in all cases.
 * <p>
 * The listener is called by one thread at a time, and {@link #giveBackIfOver()} by any;
 * {@code left} is set by the one of them that gives the permit back.
 */
final class AsyncPermit implements AsyncListener {

	private final RequestGate gate;

	private final long entered;

	private final Request request;

	private final Response response;

	private final AsyncContextImpl context;

	/** The time at which the request has begun: another one for the next request. */
	private final long begun;

	private final Set<AsyncPermit> held;

	private final AtomicBoolean left = new AtomicBoolean();

	private AsyncPermit(RequestGate gate, long entered, Request request, Response response, AsyncContextImpl context,
			Set<AsyncPermit> held) {
		this.gate = gate;
		this.entered = entered;
		this.request = request;
		this.response = response;
		this.context = context;
		this.begun = request.getCoyoteRequest().getStartTimeNanos();
		this.held = held;
	}

	/**
	 * Take the permit of a request over. Called in its coroutine, before Tomcat lets
	 * another thread complete it.
	 * @param held those that are not given back yet
	 * @return {@code false} if the request is not asynchronous (any more): the caller
	 * keeps the permit
	 */
	static boolean keep(RequestGate gate, long entered, Request request, Response response, Set<AsyncPermit> held) {
		AsyncContextImpl context = request.getAsyncContextInternal();
		if (context == null || !request.isAsync()) {
			return false;
		}
		AsyncPermit permit = new AsyncPermit(gate, entered, request, response, context, held);
		context.addListener(permit);
		held.add(permit);
		RequestEnd.on(request.getCoyoteRequest(), () -> permit.giveBack(false));
		return true;
	}

	private void giveBack(boolean representative) {
		if (this.left.compareAndSet(false, true)) {
			this.held.remove(this);
			this.gate.leave(this.entered, representative);
		}
	}

	/**
	 * Give the permit back if Tomcat has taken the request back. It does not write what
	 * tells so for other threads, who may find out later.
	 */
	void giveBackIfOver() {
		if (this.request.getAsyncContextInternal() != this.context
				|| this.request.getCoyoteRequest().getStartTimeNanos() != this.begun) {
			giveBack(false);
		}
	}

	@Override
	public void onComplete(AsyncEvent event) {
		giveBack(AdmissionValve.isRepresentative(this.response));
	}

	/**
	 * Tomcat forgets its listeners when a request becomes asynchronous once more.
	 */
	@Override
	public void onStartAsync(AsyncEvent event) {
		event.getAsyncContext().addListener(this);
	}

	@Override
	public void onTimeout(AsyncEvent event) {
		// It is completed after that
	}

	@Override
	public void onError(AsyncEvent event) {
		// It is completed after that
	}

}
