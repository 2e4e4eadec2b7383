package io.coroutine.net;

import java.io.IOException;
import java.net.SocketTimeoutException;

import io.coroutine.internal.socket.SocketInput;
import io.coroutine.internal.socket.StreamSocket;
import io.coroutine.internal.socket.Turn;
import io.coroutine.internal.transport.TcpTransport;
import io.coroutine.internal.transport.TimeLimits;

/**
 * The reading side of a {@link TcpConnection}.
 */
final class TcpInput extends SocketInput {

	private final TcpConnection connection;

	private final TcpTransport transport;

	private final TimeLimits limits;

	/** Goes from {@code false} to {@code true} once. */
	private volatile boolean ended;

	TcpInput(TcpConnection connection, TcpTransport transport, TimeLimits limits) {
		super(Turn.interruptible());
		this.connection = connection;
		this.transport = transport;
		this.limits = limits;
	}

	@Override
	protected long deadline() {
		return this.limits.readDeadline();
	}

	@Override
	protected int readInTurn(byte[] bytes, int offset, int length, long deadline) throws IOException {
		this.connection.checkOpen();
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
	protected IOException failure(IOException ex) {
		return this.connection.failure(ex);
	}

	@Override
	public int available() throws IOException {
		try {
			this.connection.checkOpen();
			return (this.ended) ? 0 : this.transport.available();
		}
		catch (IOException ex) {
			throw failure(ex);
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
