package io.coroutine.tomcat;

import io.coroutine.internal.socket.StreamSocket;
import org.apache.coyote.Request;
import org.jspecify.annotations.Nullable;

/**
 * Leads from a request to its connection. For the coroutine that serves the request.
 */
public final class RequestConnection {

	/**
	 * Tomcat uses the first few notes, and keeps all of them for the next request. So it
	 * is the processor that is noted, once: a connection would be kept alive by it until
	 * another one comes.
	 */
	private static final int NOTE = 30;

	private RequestConnection() {
	}

	static void set(Request request, CoroutineHttp11Processor processor) {
		request.setNote(NOTE, processor);
	}

	/**
	 * Return the socket on which a request came.
	 * @param request the request
	 * @return the socket, or {@code null} if the request came by another connector
	 */
	public static @Nullable StreamSocket socketOf(Request request) {
		LoopSocketWrapper connection = (request.getNote(NOTE) instanceof CoroutineHttp11Processor processor)
				? processor.connection() : null;
		return (connection != null) ? connection.getSocket() : null;
	}

}
