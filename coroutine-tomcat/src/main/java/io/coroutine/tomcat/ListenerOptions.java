package io.coroutine.tomcat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketImpl;

import io.coroutine.internal.accept.TcpListener;
import io.coroutine.internal.linux.SocketOptions;
import org.apache.tomcat.util.net.SocketProperties;

/**
 * Sets on a listener the options that its connections shall have: they inherit them, so
 * none costs a system call for each connection. It is a {@link Socket} as that is what
 * Tomcat can give its settings to, those alone that have been made.
 */
final class ListenerOptions extends Socket {

	private final TcpListener listener;

	private ListenerOptions(TcpListener listener) throws SocketException {
		super((SocketImpl) null);
		this.listener = listener;
	}

	static void apply(SocketProperties properties, TcpListener listener) throws IOException {
		// As the JDK does for server sockets on Linux
		listener.setOption(SocketOptions.SOL_SOCKET, SocketOptions.SO_REUSEADDR, 1);
		try (ListenerOptions options = new ListenerOptions(listener)) {
			properties.setProperties(options);
		}
		catch (UncheckedIOException ex) {
			throw ex.getCause();
		}
	}

	private void set(int level, int option, int value) {
		try {
			this.listener.setOption(level, option, value);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void setReceiveBufferSize(int size) {
		set(SocketOptions.SOL_SOCKET, SocketOptions.SO_RCVBUF, size);
	}

	@Override
	public void setSendBufferSize(int size) {
		set(SocketOptions.SOL_SOCKET, SocketOptions.SO_SNDBUF, size);
	}

	@Override
	public void setOOBInline(boolean on) {
		set(SocketOptions.SOL_SOCKET, SocketOptions.SO_OOBINLINE, (on) ? 1 : 0);
	}

	@Override
	public void setKeepAlive(boolean on) {
		set(SocketOptions.SOL_SOCKET, SocketOptions.SO_KEEPALIVE, (on) ? 1 : 0);
	}

	@Override
	public void setReuseAddress(boolean on) {
		set(SocketOptions.SOL_SOCKET, SocketOptions.SO_REUSEADDR, (on) ? 1 : 0);
	}

	@Override
	public void setTcpNoDelay(boolean on) {
		set(SocketOptions.IPPROTO_TCP, SocketOptions.TCP_NODELAY, (on) ? 1 : 0);
	}

	@Override
	public void setSoLinger(boolean on, int seconds) {
		try {
			this.listener.setLinger((on) ? seconds : -1);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Does nothing: the endpoint sets time-outs for each read and write.
	 */
	@Override
	public void setSoTimeout(int millis) {
	}

	/**
	 * Does nothing, as in all sockets of the JDK.
	 */
	@Override
	public void setPerformancePreferences(int connectionTime, int latency, int bandwidth) {
	}

	/**
	 * Does nothing, as there is no socket.
	 */
	@Override
	public void close() {
	}

}
