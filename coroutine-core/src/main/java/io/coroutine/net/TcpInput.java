package io.coroutine.net;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.Objects;

import io.coroutine.internal.linux.Sockets;
import io.coroutine.internal.socket.StreamSocket;
import io.coroutine.internal.socket.Turn;
import io.coroutine.internal.transport.TcpTransport;
import io.coroutine.internal.transport.TimeLimits;

/**
 * The reading side of a {@link TcpConnection}. Threads that read at the same time take
 * turns.
 */
final class TcpInput extends InputStream {

	private final TcpConnection connection;

	private final TcpTransport transport;

	private final TimeLimits limits;

	private final Turn turn = new Turn();

	/** Goes from {@code false} to {@code true} once. */
	private volatile boolean ended;

	TcpInput(TcpConnection connection, TcpTransport transport, TimeLimits limits) {
		this.connection = connection;
		this.transport = transport;
		this.limits = limits;
	}

	@Override
	public int read() throws IOException {
		byte[] one = new byte[1];
		return (read(one, 0, 1) > 0) ? one[0] & 0xff : -1;
	}

	@Override
	public int read(byte[] bytes, int offset, int length) throws IOException {
		Objects.checkFromIndexSize(offset, length, bytes.length);
		if (length == 0) {
			return 0;
		}
		long deadline = this.limits.readDeadline();
		try {
			this.turn.take(deadline, "Read timed out");
			try {
				this.connection.checkOpen();
				return readInTurn(bytes, offset, Math.min(length, Sockets.MAX_COPY), deadline);
			}
			finally {
				this.turn.giveBack();
			}
		}
		catch (IOException ex) {
			throw this.connection.failure(ex);
		}
	}

	private int readInTurn(byte[] bytes, int offset, int length, long deadline) throws IOException {
		this.limits.begin();
		while (!this.ended) {
			try {
				int count = this.transport.read(bytes, offset, length, this.limits.orIdle(deadline));
				if (count == StreamSocket.END) {
					// It may be the peer's answer to the first half of our close
					this.connection.checkOpen();
				}
				this.limits.transferred();
				return count;
			}
			catch (SocketTimeoutException ex) {
				if (deadline != StreamSocket.NO_DEADLINE && System.nanoTime() - deadline >= 0) {
					this.limits.timedOut();
					throw ex;
				}
				// Else somebody has written meanwhile
				if (this.limits.isIdle()) {
					this.connection.close();
					throw new SocketTimeoutException("Idle for too long: the connection is closed");
				}
			}
		}
		return StreamSocket.END;
	}

	@Override
	public int available() throws IOException {
		try {
			this.connection.checkOpen();
			return (this.ended) ? 0 : this.transport.available();
		}
		catch (IOException ex) {
			throw this.connection.failure(ex);
		}
	}

	void shutdown() throws IOException {
		this.ended = true;
		this.transport.shutdownInput();
	}

	@Override
	public void close() {
		this.connection.close();
	}

}
