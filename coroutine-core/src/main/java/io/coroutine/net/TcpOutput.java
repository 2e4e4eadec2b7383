package io.coroutine.net;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;

import io.coroutine.internal.socket.SocketOutput;
import io.coroutine.internal.socket.Turn;
import io.coroutine.internal.transport.TcpTransport;
import io.coroutine.internal.transport.TimeLimits;

/**
 * The writing side of a {@link TcpConnection}.
 */
final class TcpOutput extends SocketOutput {

	private final TcpConnection connection;

	private final TcpTransport transport;

	private final TimeLimits limits;

	/** Goes from {@code false} to {@code true} once. */
	private volatile boolean ended;

	TcpOutput(TcpConnection connection, TcpTransport transport, TimeLimits limits) {
		super(Turn.interruptible());
		this.connection = connection;
		this.transport = transport;
		this.limits = limits;
	}

	@Override
	protected long deadline() {
		return this.limits.writeDeadline();
	}

	@Override
	protected void writeInTurn(byte[] bytes, int offset, int length, long deadline) throws IOException {
		this.limits.begin();
		this.connection.checkOpen();
		checkNotEnded();
		try {
			this.transport.write(bytes, offset, length, this.limits.orIdle(deadline));
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
	}

	@Override
	protected IOException failure(IOException ex) {
		return this.connection.failure(ex);
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
