package io.coroutine.internal.accept;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;

import io.coroutine.internal.socket.StreamSocket;
import io.coroutine.internal.transport.TcpTransport;

/**
 * A listening socket as an engine provides it; {@code TcpServerSocket} adds what is the
 * same for all. One thread at a time accepts, all else may be called from any thread. For
 * interrupts and closes see {@link TcpTransport}.
 */
public interface TcpAcceptor {

	/**
	 * Accept a connection.
	 * @param deadline until when, or {@link StreamSocket#NO_DEADLINE}
	 * @throws java.net.SocketTimeoutException if the deadline has passed
	 * @throws InterruptedIOException if the caller is interrupted while it waits
	 */
	TcpTransport accept(long deadline) throws IOException;

	InetSocketAddress localAddress();

	/**
	 * Close, and end the calls under way.
	 */
	void close();

}
