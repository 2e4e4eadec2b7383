package io.coroutine.tomcat;

import java.io.IOException;

import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
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
	}

	@Override
	public SocketState process(SocketWrapperBase<?> wrapper, SocketEvent event) throws IOException {
		LoopSocketWrapper connection = (LoopSocketWrapper) wrapper;
		boolean mayBeShared = isAsync();
		if (connection.needsBuffers()) {
			connection.lendBuffers(this.buffers);
			this.buffers = null;
		}
		RequestConnection.set(this.request, connection);
		SocketState state = super.process(wrapper, event);
		if (state == SocketState.OPEN || (state == SocketState.CLOSED && !mayBeShared)) {
			this.buffers = connection.returnBuffers();
		}
		return state;
	}

}
