package io.coroutine.tomcat;

import io.coroutine.net.StreamSocket;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.ExceptionUtils;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketProcessorBase;

/**
 * Has Tomcat process an event of a connection: what the coroutine of a request runs. The
 * superclass sees to it that one event of a connection is processed at a time, and none
 * after it is closed.
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
		SocketState state = SocketState.CLOSED;
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
			else if (this.connection.isClosed()) {
				// By another thread, which has not found the processor
				this.endpoint.getHandler().release(this.connection);
			}
			this.connection.setWorker(null);
		}
	}

}
