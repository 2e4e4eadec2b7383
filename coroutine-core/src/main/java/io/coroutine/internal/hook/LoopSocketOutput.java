package io.coroutine.internal.hook;

import java.io.IOException;
import java.net.SocketException;

import io.coroutine.internal.linux.Errno;
import io.coroutine.internal.linux.Sockets;
import io.coroutine.internal.socket.SocketOutput;
import io.coroutine.internal.socket.StreamSocket;
import io.coroutine.internal.socket.Turn;

/**
 * The writing side of a {@link LoopSocketImpl}.
 */
final class LoopSocketOutput extends SocketOutput {

	private final LoopSocketImpl impl;

	private final Turn turn;

	LoopSocketOutput(LoopSocketImpl impl, Turn turn) {
		super(turn);
		this.impl = impl;
		this.turn = turn;
	}

	@Override
	protected long deadline() {
		return StreamSocket.NO_DEADLINE;
	}

	@Override
	protected void writeInTurn(byte[] bytes, int offset, int length, long deadline) throws IOException {
		this.impl.connected().write(bytes, offset, length, deadline);
	}

	@Override
	protected IOException failure(IOException ex) {
		return this.impl.failure(ex);
	}

	void writeUrgent(byte data) throws IOException {
		this.turn.take(deadline(), "Write timed out");
		try {
			StreamSocket socket = this.impl.connected();
			while (!sendUrgent(socket, data)) {
				socket.await(false, deadline(), "Write timed out");
			}
		}
		finally {
			this.turn.giveBack();
		}
	}

	private static boolean sendUrgent(StreamSocket socket, byte data) throws IOException {
		socket.beginUse();
		try {
			int result = Sockets.sendUrgent(socket.descriptor(), data);
			if (result == -Errno.EAGAIN && Thread.currentThread().isVirtual()) {
				throw new SocketException("No buffer space available");
			}
			if (result < 0 && result != -Errno.EAGAIN && result != -Errno.EINTR) {
				throw Errno.toSocketException(-result);
			}
			return result > 0;
		}
		finally {
			socket.endUse();
		}
	}

	@Override
	public void close() {
		this.impl.close();
	}

}
