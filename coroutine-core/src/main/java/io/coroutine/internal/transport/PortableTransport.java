package io.coroutine.internal.transport;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

import io.coroutine.internal.socket.StreamSocket;

/**
 * A connection on a channel of the JDK.
 */
public final class PortableTransport implements TcpTransport, PortableEnd {

	private final SocketChannel channel;

	private final Socket socket;

	private final InputStream input;

	private final InetSocketAddress remoteAddress;

	private final PortableReadiness readiness;

	public PortableTransport(SocketChannel channel) throws IOException {
		boolean owned = false;
		try {
			this.channel = channel;
			this.socket = channel.socket();
			this.input = this.socket.getInputStream();
			this.remoteAddress = (InetSocketAddress) channel.getRemoteAddress();
			this.readiness = PortableReadiness.blocking(channel);
			channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
			owned = true;
		}
		finally {
			if (!owned) {
				channel.close();
			}
		}
	}

	/**
	 * Connect.
	 * @param deadline until when, or {@link StreamSocket#NO_DEADLINE}
	 */
	public static PortableTransport connect(InetSocketAddress address, long deadline) throws IOException {
		SocketChannel channel = SocketChannel.open();
		boolean connected = false;
		try {
			channel.socket().connect(address, TimeLimits.millisUntil(deadline));
			connected = true;
			return new PortableTransport(channel);
		}
		finally {
			if (!connected) {
				channel.close();
			}
		}
	}

	@Override
	public PortableReadiness readiness() {
		return this.readiness;
	}

	@Override
	public int read(byte[] bytes, int offset, int length, long deadline) throws IOException {
		long stamp = this.readiness.beginBlocking();
		if (stamp != 0) {
			try {
				this.socket.setSoTimeout(TimeLimits.millisUntil(deadline));
				return this.input.read(bytes, offset, length);
			}
			finally {
				this.readiness.endBlocking(stamp);
			}
		}
		ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
		int count = this.channel.read(buffer);
		while (count == 0) {
			this.readiness.await(SelectionKey.OP_READ, deadline, "Read timed out");
			count = this.channel.read(buffer);
		}
		return count;
	}

	@Override
	public void write(byte[] bytes, int offset, int length, long deadline) throws IOException {
		ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
		long stamp = this.readiness.beginBlocking();
		if (stamp != 0) {
			try {
				WriteTimer.run(() -> writeAll(buffer), deadline, this::close);
			}
			finally {
				this.readiness.endBlocking(stamp);
			}
			return;
		}
		this.channel.write(buffer);
		while (buffer.hasRemaining()) {
			this.readiness.await(SelectionKey.OP_WRITE, deadline, "Write timed out");
			this.channel.write(buffer);
		}
	}

	private void writeAll(ByteBuffer buffer) throws IOException {
		while (buffer.hasRemaining()) {
			this.channel.write(buffer);
		}
	}

	@Override
	public int available() throws IOException {
		return this.input.available();
	}

	@Override
	public void shutdownInput() throws IOException {
		this.channel.shutdownInput();
	}

	@Override
	public void shutdownOutput() throws IOException {
		this.channel.shutdownOutput();
	}

	@Override
	public InetSocketAddress localAddress() throws IOException {
		return (InetSocketAddress) this.channel.getLocalAddress();
	}

	@Override
	public InetSocketAddress remoteAddress() {
		return this.remoteAddress;
	}

	@Override
	public <T> void setOption(SocketOption<T> option, T value) throws IOException {
		this.channel.setOption(option, value);
	}

	@Override
	public <T> T getOption(SocketOption<T> option) throws IOException {
		return this.channel.getOption(option);
	}

	@Override
	public void close() {
		try {
			if (this.channel.getOption(StandardSocketOptions.SO_LINGER) > 0) {
				// It would block the carrier
				this.channel.setOption(StandardSocketOptions.SO_LINGER, -1);
			}
		}
		catch (IOException ex) {
			// Closed already
		}
		this.readiness.close();
	}

}
