package io.coroutine.tomcat.admission;

import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.AsyncContextImpl;

/**
 * The permit of an asynchronous request, given back when that is completed, be it by a
 * time-out or an error. Tomcat calls it in one thread at a time.
 */
final class AsyncPermit implements AsyncListener {

	private final RequestGate gate;

	private final long entered;

	private final Response response;

	private final AtomicBoolean left = new AtomicBoolean();

	private AsyncPermit(RequestGate gate, long entered, Response response) {
		this.gate = gate;
		this.entered = entered;
		this.response = response;
	}

	/**
	 * Take the permit of a request over. Called in its coroutine, before Tomcat lets
	 * another thread complete it.
	 * @return {@code false} if the request is not asynchronous (any more): the caller
	 * keeps the permit
	 */
	static boolean keep(RequestGate gate, long entered, Request request, Response response) {
		AsyncContextImpl context = request.getAsyncContextInternal();
		if (context == null || !request.isAsync()) {
			return false;
		}
		context.addListener(new AsyncPermit(gate, entered, response));
		return true;
	}

	@Override
	public void onComplete(AsyncEvent event) {
		if (this.left.compareAndSet(false, true)) {
			this.gate.leave(this.entered, AdmissionValve.isRepresentative(this.response));
		}
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
