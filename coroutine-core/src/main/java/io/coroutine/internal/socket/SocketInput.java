package io.coroutine.internal.socket;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

import io.coroutine.internal.linux.Sockets;

/**
 * The reading side of a socket. Any thread may call it: threads that read at the same
 * time take turns.
 */
public abstract class SocketInput extends InputStream {

	private final Turn turn;

	/**
	 * Create it.
	 * @param turn the turn of those who read
	 */
	protected SocketInput(Turn turn) {
		this.turn = turn;
	}

	@Override
	public final int read() throws IOException {
		byte[] one = new byte[1];
		return (read(one, 0, 1) > 0) ? one[0] & 0xff : -1;
	}

	@Override
	public final int read(byte[] bytes, int offset, int length) throws IOException {
		Objects.checkFromIndexSize(offset, length, bytes.length);
		if (length == 0) {
			return 0;
		}
		long deadline = deadline();
		try {
			this.turn.take(deadline, "Read timed out");
			try {
				return readInTurn(bytes, offset, Math.min(length, Sockets.MAX_COPY), deadline);
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
	 * Return the deadline of a read that begins now, or {@link StreamSocket#NO_DEADLINE}.
	 */
	protected abstract long deadline();

	/**
	 * Read at least one byte. Called by one thread at a time, whose turn it is.
	 * @param length how many bytes to read at the most, at least 1
	 * @return the number of bytes, or {@link StreamSocket#END}
	 */
	protected abstract int readInTurn(byte[] bytes, int offset, int length, long deadline) throws IOException;

	/**
	 * Return what a user gets to see when a read has failed.
	 */
	protected abstract IOException failure(IOException ex);

}
