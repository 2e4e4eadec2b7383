package io.coroutine.tomcat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import io.coroutine.internal.socket.StreamSocket;

/**
 * Tells a client that its request cannot be processed now, by the loop and without a
 * coroutine, as there is none for it. Nothing of the request has been read, so what is
 * sent does not depend on it. It fits into the send buffer of a connection that has
 * nothing else under way; should it not, the connection just ends.
 */
final class UnavailableAnswer {

	private static final byte[] ANSWER = "HTTP/1.1 503 \r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
		.getBytes(StandardCharsets.US_ASCII);

	private UnavailableAnswer() {
	}

	/**
	 * Send it. Called on the loop, for a connection that nobody reads or writes.
	 */
	static void send(StreamSocket socket) {
		try {
			socket.writeNow(ANSWER, 0, ANSWER.length);
		}
		catch (IOException ex) {
			// The client has gone
		}
	}

}
