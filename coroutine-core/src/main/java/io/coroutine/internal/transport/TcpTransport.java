package io.coroutine.internal.transport;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.SocketOption;

import io.coroutine.internal.socket.StreamSocket;

/**
 * One end of a TCP connection as an engine provides it; {@code TcpConnection} adds what
 * is the same for all. One thread at a time reads and one writes, all else may be called
 * from any thread. A thread that is interrupted while it waits gets an
 * {@link InterruptedIOException} or a
 * {@link java.nio.channels.ClosedByInterruptException}. Calls after a close, or ended by
 * it, fail in one way or another.
 */
public interface TcpTransport {

	/**
	 * Read at least one byte.
	 * @param deadline until when, or {@link StreamSocket#NO_DEADLINE}
	 * @return the number of bytes, or {@link StreamSocket#END}
	 * @throws java.net.SocketTimeoutException if the deadline has passed
	 */
	int read(byte[] bytes, int offset, int length, long deadline) throws IOException;

	/**
	 * Write all.
	 * @param deadline until when, or {@link StreamSocket#NO_DEADLINE}
	 * @throws java.net.SocketTimeoutException if the deadline has passed; a part may be
	 * written, and the transport closed
	 */
	void write(byte[] bytes, int offset, int length, long deadline) throws IOException;

	int available() throws IOException;

	void shutdownInput() throws IOException;

	void shutdownOutput() throws IOException;

	InetSocketAddress localAddress() throws IOException;

	InetSocketAddress remoteAddress();

	<T> void setOption(SocketOption<T> option, T value) throws IOException;

	<T> T getOption(SocketOption<T> option) throws IOException;

	/**
	 * Close, and end the calls under way.
	 */
	void close();

}
