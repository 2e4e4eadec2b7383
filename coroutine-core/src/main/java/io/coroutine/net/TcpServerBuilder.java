package io.coroutine.net;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

import io.coroutine.CoroutineBuilder;
import io.coroutine.CoroutineRuntime;
import io.coroutine.internal.transport.TimeLimits;

/**
 * Makes a {@link TcpServer}. Not safe for use by several threads.
 */
public final class TcpServerBuilder {

	private final CoroutineRuntime runtime;

	private final ConnectionHandler handler;

	private InetSocketAddress address = new InetSocketAddress(0);

	private int backlog = TcpServerSocket.DEFAULT_BACKLOG;

	private int maxConnections = -1;

	private Duration readTimeout = Duration.ZERO;

	private Duration writeTimeout = Duration.ZERO;

	private Duration idleTimeout = Duration.ZERO;

	private Consumer<CoroutineBuilder> coroutines = (_) -> {
	};

	TcpServerBuilder(CoroutineRuntime runtime, ConnectionHandler handler) {
		this.runtime = Objects.requireNonNull(runtime, "The runtime must not be null");
		this.handler = Objects.requireNonNull(handler, "The handler must not be null");
	}

	/**
	 * Set where to listen.
	 * @param address the address; any free port of all addresses of this machine by
	 * default
	 * @return this
	 */
	public TcpServerBuilder address(InetSocketAddress address) {
		this.address = Objects.requireNonNull(address, "The address must not be null");
		return this;
	}

	/**
	 * Listen on a port of all addresses of this machine.
	 * @param port the port, 0 for any free one
	 * @return this
	 * @throws IllegalArgumentException if the port is not 0 to 65,535
	 */
	public TcpServerBuilder port(int port) {
		return address(new InetSocketAddress(port));
	}

	/**
	 * Set how many connections may wait to be accepted.
	 * @param connections the number, at least 1; 1024 by default. The system may have a
	 * lower limit
	 * @return this
	 * @throws IllegalArgumentException if the number is less than 1
	 */
	public TcpServerBuilder backlog(int connections) {
		TcpServerSocket.checkBacklog(connections);
		this.backlog = connections;
		return this;
	}

	/**
	 * Set how many connections there may be at once. The server accepts none beyond it:
	 * they wait in the kernel, as many as the backlog allows.
	 * @param connections the number, at least 1; no limit by default
	 * @return this
	 * @throws IllegalArgumentException if the number is less than 1
	 */
	public TcpServerBuilder maxConnections(int connections) {
		if (connections < 1) {
			throw new IllegalArgumentException("The maximum of connections must be at least 1, not " + connections);
		}
		this.maxConnections = connections;
		return this;
	}

	/**
	 * Set the read time-out of the connections, see {@link TcpConnection#readTimeout}.
	 * @param timeout the time, zero for no limit, which is the default
	 * @return this
	 * @throws IllegalArgumentException if it is negative
	 */
	public TcpServerBuilder readTimeout(Duration timeout) {
		this.readTimeout = TimeLimits.checked("The read time-out", timeout);
		return this;
	}

	/**
	 * Set the write time-out of the connections, see {@link TcpConnection#writeTimeout}.
	 * @param timeout the time, zero for no limit, which is the default
	 * @return this
	 * @throws IllegalArgumentException if it is negative
	 */
	public TcpServerBuilder writeTimeout(Duration timeout) {
		this.writeTimeout = TimeLimits.checked("The write time-out", timeout);
		return this;
	}

	/**
	 * Set the idle time-out of the connections, see {@link TcpConnection#idleTimeout}.
	 * @param timeout the time, zero for no limit, which is the default
	 * @return this
	 * @throws IllegalArgumentException if it is negative
	 */
	public TcpServerBuilder idleTimeout(Duration timeout) {
		this.idleTimeout = TimeLimits.checked("The idle time-out", timeout);
		return this;
	}

	/**
	 * Set the coroutines of the connections up, say with a private stack.
	 * @param customizer called for each connection with a new builder, on an event loop
	 * or in a coroutine: it must not wait. If it throws, the connection is closed
	 * @return this
	 */
	public TcpServerBuilder coroutines(Consumer<CoroutineBuilder> customizer) {
		this.coroutines = Objects.requireNonNull(customizer, "The customizer must not be null");
		return this;
	}

	/**
	 * Make the server and have it accept connections.
	 * @return the server
	 * @throws UnknownHostException if the name in the address is not resolved
	 * @throws BindException if the address is in use, or not one of this machine, or the
	 * user must not use the port
	 * @throws IOException if the process has too many open files
	 * @throws java.util.concurrent.RejectedExecutionException if the runtime is closed
	 */
	public TcpServer start() throws IOException {
		return TcpServer.start(this.runtime, new ServerSettings(this.address, this.backlog, this.maxConnections,
				this.readTimeout, this.writeTimeout, this.idleTimeout, this.coroutines, this.handler));
	}

}
