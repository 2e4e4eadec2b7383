package io.coroutine.tomcat;

import java.io.IOException;
import java.util.Iterator;

import org.apache.catalina.connector.CoyoteAdapter;
import org.apache.catalina.connector.Request;
import org.apache.coyote.ErrorState;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.DispatchType;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat's HTTP/1.1 processor, which lends its connection the buffers for as long as it
 * works for it. So there are as many buffers as there are requests under way, however
 * many connections there are.
 * <p>
 * Either the processor has the buffers, or a connection. A connection that ends while a
 * request is under way keeps them, as code of the request may still write to them.
 */
final class CoroutineHttp11Processor extends Http11Processor {

	private @Nullable SocketBufferHandler buffers;

	CoroutineHttp11Processor(CoroutineHttp11Protocol protocol, RequestAdapter requests) {
		super(protocol, requests);
		RequestConnection.set(this.request, this);
	}

	/**
	 * Return the connection that the processor works for. There is none between two, as
	 * Tomcat takes it away before it keeps the processor for the next one.
	 */
	@Nullable LoopSocketWrapper connection() {
		return (LoopSocketWrapper) getSocketWrapper();
	}

	@Override
	public SocketState process(SocketWrapperBase<?> wrapper, SocketEvent event) throws IOException {
		LoopSocketWrapper connection = (LoopSocketWrapper) wrapper;
		boolean mayBeShared = isAsync();
		if (connection.needsBuffers()) {
			connection.lendBuffers(this.buffers);
			this.buffers = null;
		}
		SocketState state = super.process(wrapper, event);
		if (state == SocketState.OPEN || (state == SocketState.CLOSED && !mayBeShared)) {
			this.buffers = connection.returnBuffers();
		}
		else if (state == SocketState.UPGRADING) {
			connection.upgrade();
		}
		return state;
	}

	/**
	 * The container says so, with no exception, when it gives an upload up.
	 */
	@Override
	protected void setErrorState(ErrorState state, @Nullable Throwable reason) {
		super.setErrorState(state, reason);
		if (state == ErrorState.CLOSE_CLEAN && reason == null && abortsUploads()
				&& getSocketWrapper() instanceof LoopSocketWrapper connection) {
			connection.abort();
		}
	}

	/**
	 * Tell whether the application wants uploads that are given up to end with their
	 * connection.
	 */
	private boolean abortsUploads() {
		return this.request.getNote(CoyoteAdapter.ADAPTER_NOTES) instanceof Request served
				&& served.getContext() != null && !served.getContext().getSwallowAbortedUploads();
	}

	/**
	 * Have the listeners of a request called that a thread of the application is about to
	 * leave to the container. Tomcat calls this as well when a listener reads the last
	 * chunk of a body in the coroutine that the processor works in. To process an event
	 * there, inside the one under way, would be wrong, and to wait for the lock of the
	 * connection, which a coroutine of {@link RequestAdapter} does not hold, without end.
	 * Nor is there need for it: the container tells of the end of a body when the
	 * listener returns, and the processor does all else before it does.
	 */
	@Override
	protected void executeDispatches() {
		if (!isAtWork()) {
			super.executeDispatches();
			return;
		}
		Iterator<DispatchType> dispatches = getIteratorAndClearDispatches();
		while (dispatches != null && dispatches.hasNext()) {
			DispatchType dispatch = dispatches.next();
			if (dispatch != DispatchType.NON_BLOCKING_READ) {
				addDispatch(dispatch);
			}
		}
	}

	/**
	 * Tell whether the caller does the work of this processor, or a part of it.
	 */
	private boolean isAtWork() {
		return this.request.isRequestThread()
				|| (getSocketWrapper() instanceof LoopSocketWrapper connection && connection.isWorker());
	}

}
