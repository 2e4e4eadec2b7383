package io.coroutine.internal.accept;

import java.io.IOException;
import java.net.InetSocketAddress;

import io.coroutine.internal.linux.Errno;
import io.coroutine.internal.linux.SocketAddresses;
import io.coroutine.internal.linux.SocketOptions;
import io.coroutine.internal.linux.Sockets;
import io.coroutine.internal.loop.EventLoopGroup;
import io.coroutine.internal.socket.StreamSocket;
import io.coroutine.internal.transport.LoopEnd;
import io.coroutine.internal.transport.LoopTransport;
import io.coroutine.internal.transport.LoopWait;
import io.coroutine.internal.transport.TcpTransport;

/**
 * A listening socket whose accepting threads wait on event loops.
 */
public record LoopAcceptor(EventLoopGroup group, StreamSocket socket,
		InetSocketAddress localAddress) implements TcpAcceptor, LoopEnd {

	public static LoopAcceptor listen(EventLoopGroup group, InetSocketAddress address, int backlog) throws IOException {
		Sockets.checkFamily(address.getAddress());
		StreamSocket socket = LoopTransport.own(group, Sockets.open());
		boolean listening = false;
		try {
			int descriptor = socket.descriptor();
			// As the JDK does for server sockets on Linux
			Errno.check(SocketOptions.setInt(descriptor, SocketOptions.SOL_SOCKET, SocketOptions.SO_REUSEADDR, 1));
			// For the connections, which inherit it
			Errno.check(SocketOptions.setInt(descriptor, SocketOptions.IPPROTO_TCP, SocketOptions.TCP_NODELAY, 1));
			Errno.check(Sockets.bind(descriptor, address.getAddress(), address.getPort()));
			Errno.check(Sockets.listen(descriptor, backlog));
			InetSocketAddress bound = socket.localAddress();
			listening = true;
			return new LoopAcceptor(group, socket, bound);
		}
		finally {
			if (!listening) {
				socket.close();
			}
		}
	}

	@Override
	public TcpTransport accept(long deadline) throws IOException {
		byte[] peer = new byte[SocketAddresses.MAX_SIZE];
		int result = acceptNow(peer);
		while (result < 0) {
			LoopWait.await(this.socket, true, deadline, "Accept timed out");
			result = acceptNow(peer);
		}
		return new LoopTransport(LoopTransport.own(this.group, result), SocketAddresses.decode(peer));
	}

	/**
	 * Return a connection that waits.
	 * @return its descriptor, or a negative number if there is none
	 */
	private int acceptNow(byte[] peer) throws IOException {
		this.socket.beginUse();
		try {
			int result = Sockets.accept(this.socket.descriptor(), peer);
			while (result == -Errno.EINTR || TcpListener.isOfOneConnection(-result)) {
				result = Sockets.accept(this.socket.descriptor(), peer);
			}
			return (result == -Errno.EAGAIN) ? result : Errno.check(result);
		}
		finally {
			this.socket.endUse();
		}
	}

	@Override
	public void close() {
		this.socket.close();
	}

}
