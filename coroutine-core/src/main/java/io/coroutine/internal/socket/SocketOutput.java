package io.coroutine.internal.socket;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

import io.coroutine.internal.linux.Sockets;

/**
 * The writing side of a socket. Any thread may call it: threads that write at the same
 * time take turns.
 */
public abstract class SocketOutput extends OutputStream {

	private final Turn turn;

	/**
	 * Create it.
	 * @param turn the turn of those who write
	 */
	protected SocketOutput(Turn turn) {
		this.turn = turn;
	}

	@Override
	public final void write(int data) throws IOException {
		write(new byte[] { (byte) data }, 0, 1);
	}

	@Override
	public final void write(byte[] bytes, int offset, int length) throws IOException {
		Objects.checkFromIndexSize(offset, length, bytes.length);
		if (length == 0) {
			return;
		}
		long deadline = deadline();
		try {
			this.turn.take(deadline, "Write timed out");
			try {
				int position = offset;
				int end = offset + length;
				while (position < end) {
					int chunk = Math.min(end - position, Sockets.MAX_COPY);
					writeInTurn(bytes, position, chunk, deadline);
					position += chunk;
				}
			}
			finally {
				this.turn.giveBack();
			}
		}
		catch (IOException ex) {
			throw failure(ex);
		}
	}

	/**
	 * Return the deadline of a write that begins now, or
	 * {@link StreamSocket#NO_DEADLINE}.
	 */
	protected abstract long deadline();

	/**
	 * Write a whole chunk. Called by one thread at a time, whose turn it is.
	 * @param length the number of bytes, from 1 to {@link Sockets#MAX_COPY}
	 */
	protected abstract void writeInTurn(byte[] bytes, int offset, int length, long deadline) throws IOException;

	/**
	 * Return what a user gets to see when a write has failed.
	 */
	protected abstract IOException failure(IOException ex);

}
