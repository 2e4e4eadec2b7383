package io.coroutine.internal.hook;

import java.io.IOException;

import io.coroutine.internal.socket.SocketInput;
import io.coroutine.internal.socket.StreamSocket;
import io.coroutine.internal.socket.Turn;

/**
 * The reading side of a {@link LoopSocketImpl}.
 */
final class LoopSocketInput extends SocketInput {

	private final LoopSocketImpl impl;

	/** The end of the stream stays, even after a close. Belongs to whose turn it is. */
	private boolean ended;

	LoopSocketInput(LoopSocketImpl impl, Turn turn) {
		super(turn);
		this.impl = impl;
	}

	@Override
	protected long deadline() {
		return this.impl.readDeadline();
	}

	@Override
	protected int readInTurn(byte[] bytes, int offset, int length, long deadline) throws IOException {
		if (this.ended) {
			return StreamSocket.END;
		}
		StreamSocket socket = this.impl.connected();
		int count = (this.impl.isInputShutdown()) ? StreamSocket.END : read(socket, bytes, offset, length, deadline);
		this.ended = count == StreamSocket.END;
		return count;
	}

	private int read(StreamSocket socket, byte[] bytes, int offset, int length, long deadline) throws IOException {
		int count = socket.read(bytes, offset, length, deadline);
		if (count == StreamSocket.END && this.impl.isClosed()) {
			// It is the peer's answer to the first half of our close
			throw SocketFailures.closed();
		}
		return count;
	}

	@Override
	protected IOException failure(IOException ex) {
		return this.impl.failure(ex);
	}

	@Override
	public int available() throws IOException {
		return this.impl.available();
	}

	@Override
	public void close() {
		this.impl.close();
	}

}
