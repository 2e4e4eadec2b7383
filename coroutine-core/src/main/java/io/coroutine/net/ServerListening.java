package io.coroutine.net;

import java.net.InetSocketAddress;

/**
 * How a {@link TcpServer} gets its connections from an engine: it passes each on to
 * {@link ServerConnections#serve}, while there is room for it. Any thread may call it but
 * for code of a loop.
 */
interface ServerListening {

	InetSocketAddress localAddress();

	/**
	 * Begin to accept. Called once.
	 */
	void start();

	/**
	 * Accept no more. A connection may still be passed on.
	 */
	void close();

}
