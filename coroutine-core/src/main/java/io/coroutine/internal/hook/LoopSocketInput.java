package io.coroutine.internal.hook;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import io.coroutine.internal.linux.Sockets;
import io.coroutine.internal.socket.StreamSocket;

/**
 * The reading side of a {@link LoopSocketImpl}. Threads that read at the same time take
 * turns.
 */
final class LoopSocketInput extends InputStream {

	private final LoopSocketImpl impl;

	private final ReentrantLock turn = new ReentrantLock();

	/** The end of the stream stays, even after a close. Guarded by {@link #turn}. */
	private boolean ended;

	LoopSocketInput(LoopSocketImpl impl) {
		this.impl = impl;
	}

	void lock() {
		this.turn.lock();
	}

	void unlock() {
		this.turn.unlock();
	}

	/**
	 * Tell whether a thread reads, or connects.
	 */
	boolean isInUse() {
		return this.turn.isLocked();
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
		long deadline = this.impl.readDeadline();
		lockUntil(deadline);
		try {
			if (this.ended) {
				return StreamSocket.END;
			}
			StreamSocket socket = this.impl.connected();
			int count = (this.impl.isInputShutdown()) ? StreamSocket.END
					: read(socket, bytes, offset, Math.min(length, Sockets.MAX_COPY), deadline);
			this.ended = count == StreamSocket.END;
			return count;
		}
		finally {
			unlock();
		}
	}

	private int read(StreamSocket socket, byte[] bytes, int offset, int length, long deadline) throws IOException {
		try {
			int count = socket.read(bytes, offset, length, deadline);
			if (count == StreamSocket.END && this.impl.isClosed()) {
				// It is the peer's answer to the first half of our close
				throw new SocketException("Socket closed");
			}
			return count;
		}
		catch (IOException ex) {
			throw (this.impl.isClosed()) ? new SocketException("Socket closed") : ex;
		}
	}

	private void lockUntil(long deadline) throws SocketTimeoutException {
		if (this.turn.tryLock()) {
			return;
		}
		if (deadline == StreamSocket.NO_DEADLINE) {
			lock();
			return;
		}
		boolean interrupted = false;
		boolean locked = false;
		long remaining = deadline - System.nanoTime();
		while (!locked && remaining > 0) {
			try {
				locked = this.turn.tryLock(remaining, TimeUnit.NANOSECONDS);
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
			remaining = deadline - System.nanoTime();
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
		if (!locked) {
			throw new SocketTimeoutException("Read timed out");
		}
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
