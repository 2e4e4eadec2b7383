package io.coroutine.benchmarks.echo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * A connection of the load generator, with one request at a time.
 */
final class LoadConnection {

	static final int MESSAGE_BYTES = 16;

	private final SocketChannel channel;

	private final ByteBuffer sent = ByteBuffer.allocateDirect(MESSAGE_BYTES);

	private final ByteBuffer received = ByteBuffer.allocateDirect(MESSAGE_BYTES);

	private long beginNanos;

	private long number;

	LoadConnection(SocketChannel channel) {
		this.channel = channel;
	}

	/**
	 * Send a request.
	 * @param nanos when it was due
	 */
	void send(long nanos) throws IOException {
		this.beginNanos = nanos;
		this.number++;
		this.sent.clear().putLong(this.number).putLong(nanos).flip();
		this.received.clear();
		while (this.sent.hasRemaining()) {
			this.channel.write(this.sent);
		}
	}

	/**
	 * Read what there is.
	 * @return whether the response is complete
	 */
	boolean receive() throws IOException {
		if (this.channel.read(this.received) < 0) {
			throw new IOException("The server has closed a connection");
		}
		if (this.received.hasRemaining()) {
			return false;
		}
		if (this.received.getLong(0) != this.number || this.received.getLong(Long.BYTES) != this.beginNanos) {
			throw new IOException("The server has sent back something else");
		}
		return true;
	}

	long beginNanos() {
		return this.beginNanos;
	}

}
