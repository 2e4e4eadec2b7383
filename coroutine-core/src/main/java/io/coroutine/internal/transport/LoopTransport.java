package io.coroutine.internal.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketOption;

import io.coroutine.internal.linux.Errno;
import io.coroutine.internal.linux.SocketOptions;
import io.coroutine.internal.linux.Sockets;
import io.coroutine.internal.loop.EventLoopGroup;
import io.coroutine.internal.socket.LoopSocketOptions;
import io.coroutine.internal.socket.StreamSocket;

/**
 * A connection on event loops.
 */
public record LoopTransport(StreamSocket socket, InetSocketAddress remoteAddress) implements TcpTransport, LoopEnd {

	/**
	 * Connect.
	 * @param deadline until when, or {@link StreamSocket#NO_DEADLINE}
	 */
	public static LoopTransport connect(EventLoopGroup group, InetSocketAddress address, long deadline)
			throws IOException {
		Sockets.checkFamily(address.getAddress());
		StreamSocket socket = own(group, Sockets.open());
		boolean connected = false;
		try {
			Errno.check(
					SocketOptions.setInt(socket.descriptor(), SocketOptions.IPPROTO_TCP, SocketOptions.TCP_NODELAY, 1));
			socket.connect(address.getAddress(), address.getPort(), deadline);
			connected = true;
			return new LoopTransport(socket, address);
		}
		finally {
			if (!connected) {
				socket.close();
			}
		}
	}

	/**
	 * Make a socket of a descriptor, which is closed if that fails.
	 */
	public static StreamSocket own(EventLoopGroup group, int descriptor) {
		boolean owned = false;
		try {
			StreamSocket socket = new StreamSocket(group, descriptor);
			owned = true;
			return socket;
		}
		finally {
			if (!owned) {
				Sockets.close(descriptor);
			}
		}
	}

	@Override
	public int read(byte[] bytes, int offset, int length, long deadline) throws IOException {
		if (Thread.currentThread().isVirtual()) {
			return this.socket.read(bytes, offset, length, deadline);
		}
		int count = this.socket.readNow(bytes, offset, length);
		while (count == StreamSocket.NOTHING) {
			LoopWait.await(this.socket, true, deadline, "Read timed out");
			this.socket.expectData();
			count = this.socket.readNow(bytes, offset, length);
		}
		return count;
	}

	@Override
	public void write(byte[] bytes, int offset, int length, long deadline) throws IOException {
		int written = this.socket.writeNow(bytes, offset, length);
		while (written < length) {
			LoopWait.await(this.socket, false, deadline, "Write timed out");
			written += this.socket.writeNow(bytes, offset + written, length - written);
		}
	}

	@Override
	public int available() throws IOException {
		this.socket.beginUse();
		try {
			return Errno.check(Sockets.available(this.socket.descriptor()));
		}
		finally {
			this.socket.endUse();
		}
	}

	@Override
	public void shutdownInput() throws IOException {
		this.socket.shutdown(Sockets.SHUT_RD);
	}

	@Override
	public void shutdownOutput() throws IOException {
		this.socket.shutdown(Sockets.SHUT_WR);
	}

	@Override
	public InetSocketAddress localAddress() throws IOException {
		return this.socket.localAddress();
	}

	@Override
	public <T> void setOption(SocketOption<T> option, T value) throws IOException {
		LoopSocketOptions.check(option, value);
		this.socket.beginUse();
		try {
			LoopSocketOptions.set(this.socket.descriptor(), option, value);
		}
		finally {
			this.socket.endUse();
		}
	}

	@Override
	public <T> T getOption(SocketOption<T> option) throws IOException {
		this.socket.beginUse();
		try {
			return LoopSocketOptions.get(this.socket.descriptor(), option);
		}
		finally {
			this.socket.endUse();
		}
	}

	@Override
	public void close() {
		try {
			finishOutput();
		}
		catch (SocketException ex) {
			// Closed already
		}
		this.socket.close();
	}

	/**
	 * End the output before the close, as unread data would make the kernel drop what is
	 * still to be sent; unless that is what the user wants.
	 */
	private void finishOutput() throws SocketException {
		this.socket.beginUse();
		try {
			if (SocketOptions.getLinger(this.socket.descriptor()) != 0) {
				Sockets.shutdown(this.socket.descriptor(), Sockets.SHUT_WR);
			}
		}
		finally {
			this.socket.endUse();
		}
	}

}
