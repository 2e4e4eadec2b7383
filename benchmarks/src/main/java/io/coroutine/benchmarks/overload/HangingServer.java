package io.coroutine.benchmarks.overload;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;

import io.coroutine.CoroutineRuntime;
import io.coroutine.benchmarks.support.BenchmarkException;
import io.coroutine.net.TcpServer;

/**
 * A downstream service that takes requests and answers none.
 */
final class HangingServer implements AutoCloseable {

	private final TcpServer server;

	HangingServer(CoroutineRuntime runtime) {
		try {
			this.server = TcpServer.builder(runtime, (connection) -> {
				byte[] dropped = new byte[1024];
				while (connection.read(dropped) >= 0) {
					// The client waits until it has enough
				}
			}).address(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0)).start();
		}
		catch (IOException ex) {
			throw new BenchmarkException("The hanging server does not start: " + ex.getMessage(), ex);
		}
	}

	URI uri() {
		return URI.create("http://127.0.0.1:" + this.server.localAddress().getPort());
	}

	@Override
	public void close() {
		this.server.close();
	}

}
