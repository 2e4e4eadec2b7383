package io.coroutine.net;

import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Objects;

import io.coroutine.internal.linux.Sockets;
import io.coroutine.internal.socket.Turn;
import io.coroutine.internal.transport.TcpTransport;
import io.coroutine.internal.transport.TimeLimits;

/**
 * The writing side of a {@link TcpConnection}. Threads that write at the same time take
 * turns.
 */
final class TcpOutput extends OutputStream {

	private final TcpConnection connection;

	private final TcpTransport transport;

	private final TimeLimits limits;

	private final Turn turn = new Turn();

	/** Goes from {@code false} to {@code true} once. */
	private volatile boolean ended;

	TcpOutput(TcpConnection connection, TcpTransport transport, TimeLimits limits) {
		this.connection = connection;
		this.transport = transport;
		this.limits = limits;
	}

	@Override
	public void write(int data) throws IOException {
		write(new byte[] { (byte) data }, 0, 1);
	}

	@Override
	public void write(byte[] bytes, int offset, int length) throws IOException {
		Objects.checkFromIndexSize(offset, length, bytes.length);
		if (length == 0) {
			return;
		}
		long deadline = this.limits.writeDeadline();
		try {
			this.turn.take(deadline, "Write timed out");
			try {
				writeInTurn(bytes, offset, length, deadline);
			}
			finally {
				this.turn.giveBack();
			}
		}
		catch (IOException ex) {
			throw this.connection.failure(ex);
		}
	}

	private void writeInTurn(byte[] bytes, int offset, int length, long deadline) throws IOException {
		int position = offset;
		int end = offset + length;
		this.limits.begin();
		while (position < end) {
			this.connection.checkOpen();
			checkNotEnded();
			int chunk = Math.min(end - position, Sockets.MAX_COPY);
			try {
				this.transport.write(bytes, position, chunk, this.limits.orIdle(deadline));
			}
			catch (SocketTimeoutException ex) {
				// Nobody knows what part has been written
				this.connection.close();
				throw ex;
			}
			catch (IOException ex) {
				checkNotEnded();
				throw ex;
			}
			this.limits.transferred();
			position += chunk;
		}
	}

	private void checkNotEnded() throws SocketException {
		if (this.ended) {
			throw new SocketException("Socket output is shutdown");
		}
	}

	void shutdown() throws IOException {
		this.ended = true;
		this.transport.shutdownOutput();
	}

	@Override
	public void close() {
		this.connection.close();
	}

}
