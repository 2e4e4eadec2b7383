package io.coroutine.net;

import java.io.IOException;
import java.net.InetSocketAddress;

import io.coroutine.internal.accept.ConnectionAcceptor;
import io.coroutine.internal.accept.ConnectionHome;
import io.coroutine.internal.accept.ConnectionLimit;
import io.coroutine.internal.accept.Cpus;
import io.coroutine.internal.accept.LoopBalance;
import io.coroutine.internal.accept.TcpListener;
import io.coroutine.internal.jdk.EarlyClasses;
import io.coroutine.internal.linux.SocketAddresses;
import io.coroutine.internal.linux.SocketOptions;
import io.coroutine.internal.linux.Sockets;
import io.coroutine.internal.loop.EventLoop;
import io.coroutine.internal.loop.EventLoopGroup;
import io.coroutine.internal.socket.StreamSocket;
import io.coroutine.internal.transport.LoopTransport;

/**
 * Connections that whichever event loop is free accepts. Each is served on the loop that
 * has accepted it, or on another one that has fewer.
 */
final class LoopListening implements ServerListening {

	static {
		EarlyClasses.initialize(LoopTransport.class, SocketAddresses.class, TcpConnection.class);
	}

	private final EventLoopGroup group;

	private final ServerConnections connections;

	private final LoopBalance balance;

	private final ConnectionAcceptor acceptor;

	private final InetSocketAddress localAddress;

	LoopListening(EventLoopGroup group, ServerSettings settings, ServerConnections connections) throws IOException {
		Sockets.checkFamily(settings.address().getAddress());
		this.group = group;
		this.connections = connections;
		this.balance = new LoopBalance(group, Cpus.SYSTEM);
		this.acceptor = new ConnectionAcceptor(group, new ConnectionLimit(settings.maxConnections()), this::take);
		boolean bound = false;
		try {
			this.localAddress = bind(this.acceptor.listener(), settings);
			bound = true;
		}
		finally {
			if (!bound) {
				this.acceptor.close();
			}
		}
	}

	private static InetSocketAddress bind(TcpListener listener, ServerSettings settings) throws IOException {
		// As the JDK does for server sockets on Linux
		listener.setOption(SocketOptions.SOL_SOCKET, SocketOptions.SO_REUSEADDR, 1);
		// For the connections, which inherit it
		listener.setOption(SocketOptions.IPPROTO_TCP, SocketOptions.TCP_NODELAY, 1);
		listener.bind(settings.address().getAddress(), settings.address().getPort(), settings.backlog());
		return listener.localAddress();
	}

	@Override
	public InetSocketAddress localAddress() {
		return this.localAddress;
	}

	@Override
	public void start() {
		this.acceptor.start();
	}

	/**
	 * Called on the loop that has accepted the connection.
	 */
	private void take(EventLoop loop, int descriptor, byte[] peer) {
		ConnectionHome home = this.balance.home(loop);
		Runnable release = () -> {
			home.leave();
			this.acceptor.release();
		};
		boolean taken = false;
		try {
			StreamSocket socket = LoopTransport.own(this.group, descriptor);
			LoopTransport transport = new LoopTransport(socket, SocketAddresses.decode(peer));
			taken = true;
			if (home.loop() == loop) {
				this.connections.serve(transport, release);
			}
			else {
				home.loop().execute((_) -> this.connections.serve(transport, release));
			}
		}
		finally {
			if (!taken) {
				release.run();
			}
		}
	}

	@Override
	public void close() {
		this.acceptor.close();
	}

}
