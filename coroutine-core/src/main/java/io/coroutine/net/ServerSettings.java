package io.coroutine.net;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Consumer;

import io.coroutine.CoroutineBuilder;
import io.coroutine.internal.transport.TcpTransport;

/**
 * What a {@link TcpServer} was asked to be.
 *
 * @param address where it listens
 * @param backlog how many connections may wait to be accepted
 * @param maxConnections how many connections there may be, -1 for no limit
 * @param readTimeout of each connection
 * @param writeTimeout of each connection
 * @param idleTimeout of each connection
 * @param coroutines sets the coroutine of each connection up
 * @param handler serves each connection
 */
record ServerSettings(InetSocketAddress address, int backlog, int maxConnections, Duration readTimeout,
		Duration writeTimeout, Duration idleTimeout, Consumer<CoroutineBuilder> coroutines, ConnectionHandler handler) {

	TcpConnection connection(TcpTransport transport) {
		return new TcpConnection(transport).readTimeout(this.readTimeout)
			.writeTimeout(this.writeTimeout)
			.idleTimeout(this.idleTimeout);
	}

}
