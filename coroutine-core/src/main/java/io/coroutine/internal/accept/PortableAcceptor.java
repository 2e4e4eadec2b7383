package io.coroutine.internal.accept;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

import io.coroutine.internal.transport.PortableEnd;
import io.coroutine.internal.transport.PortableReadiness;
import io.coroutine.internal.transport.PortableTransport;
import io.coroutine.internal.transport.TcpTransport;

/**
 * A listening socket on a channel of the JDK. The channel is non-blocking from the start:
 * a blocking one loses a connection, descriptor and all, when its thread is interrupted
 * in the moment after the kernel has given it.
 */
public final class PortableAcceptor implements TcpAcceptor, PortableEnd {

	private final ServerSocketChannel channel;

	private final InetSocketAddress localAddress;

	private final PortableReadiness readiness;

	private PortableAcceptor(ServerSocketChannel channel) throws IOException {
		this.channel = channel;
		this.localAddress = (InetSocketAddress) channel.getLocalAddress();
		this.readiness = PortableReadiness.nonBlocking(channel);
	}

	public static PortableAcceptor listen(InetSocketAddress address, int backlog) throws IOException {
		ServerSocketChannel channel = ServerSocketChannel.open();
		boolean listening = false;
		try {
			channel.bind(address, backlog);
			PortableAcceptor acceptor = new PortableAcceptor(channel);
			listening = true;
			return acceptor;
		}
		finally {
			if (!listening) {
				channel.close();
			}
		}
	}

	@Override
	public PortableReadiness readiness() {
		return this.readiness;
	}

	@Override
	public TcpTransport accept(long deadline) throws IOException {
		SocketChannel accepted = this.channel.accept();
		while (accepted == null) {
			this.readiness.await(SelectionKey.OP_ACCEPT, deadline, "Accept timed out");
			accepted = this.channel.accept();
		}
		return new PortableTransport(accepted);
	}

	@Override
	public InetSocketAddress localAddress() {
		return this.localAddress;
	}

	@Override
	public void close() {
		this.readiness.close();
	}

}
