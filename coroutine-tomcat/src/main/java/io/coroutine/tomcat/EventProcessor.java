package io.coroutine.tomcat;

import io.coroutine.internal.socket.StreamSocket;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.ExceptionUtils;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketProcessorBase;

/**
 * Has Tomcat process an event of a connection: what the coroutine of a request runs. The
 * superclass sees to it that one thread at a time processes the events of a connection,
 * and none after it is closed.
 * <p>
 * An event inside another one is not processed: the one under way has the processor, and
 * Tomcat would take a fresh one, which would read the next request in between and answer
 * it. A thread may leave the connection to another one for a while, as WebSocket does
 * before it closes, so each puts back the worker that it has found.
 */
final class EventProcessor extends SocketProcessorBase<StreamSocket> {

	private static final Log log = LogFactory.getLog(EventProcessor.class);

	private final LoopSocketWrapper connection;

	private final CoroutineEndpoint endpoint;

	EventProcessor(LoopSocketWrapper connection, CoroutineEndpoint endpoint, SocketEvent event) {
		super(connection, event);
		this.connection = connection;
		this.endpoint = endpoint;
	}

	/**
	 * Tell whether the event is the beginning of a request: nothing of it has been read,
	 * and no other is under way, whose response it could disturb. Asked before the event
	 * is processed.
	 */
	boolean beginsRequest() {
		return this.event == SocketEvent.OPEN_READ && this.connection.needsBuffers()
				&& LingeringClose.isNeeded(this.connection.getSocket());
	}

	@Override
	protected void doRun() {
		if (this.connection.isWorker()) {
			return;
		}
		SocketState state = SocketState.CLOSED;
		Thread before = this.connection.worker();
		this.connection.setWorker(Thread.currentThread());
		try {
			if (this.endpoint.isRunning()) {
				state = this.endpoint.getHandler().process(this.connection, this.event);
			}
		}
		catch (Throwable ex) {
			ExceptionUtils.handleThrowable(ex);
			log.error("An event of " + this.connection + " could not be processed", ex);
		}
		finally {
			if (state == SocketState.CLOSED) {
				this.connection.close();
			}
			else if (before == null && this.connection.isClosed()) {
				// By another thread, which has not found the processor
				this.endpoint.getHandler().release(this.connection);
			}
			this.connection.setWorker(before);
			this.endpoint.worked(this.connection);
		}
	}

}
