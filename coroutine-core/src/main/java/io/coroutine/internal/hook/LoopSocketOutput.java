package io.coroutine.internal.hook;

import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

import io.coroutine.internal.linux.Errno;
import io.coroutine.internal.linux.Sockets;
import io.coroutine.internal.socket.StreamSocket;

/**
 * The writing side of a {@link LoopSocketImpl}. Threads that write at the same time take
 * turns.
 */
final class LoopSocketOutput extends OutputStream {

	private final LoopSocketImpl impl;

	private final ReentrantLock turn = new ReentrantLock();

	LoopSocketOutput(LoopSocketImpl impl) {
		this.impl = impl;
	}

	/**
	 * Tell whether a thread writes.
	 */
	boolean isInUse() {
		return this.turn.isLocked();
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
		this.turn.lock();
		try {
			int position = offset;
			int end = offset + length;
			while (position < end) {
				int chunk = Math.min(end - position, Sockets.MAX_COPY);
				write(this.impl.connected(), bytes, position, chunk);
				position += chunk;
			}
		}
		finally {
			this.turn.unlock();
		}
	}

	private void write(StreamSocket socket, byte[] bytes, int offset, int length) throws IOException {
		try {
			socket.write(bytes, offset, length, StreamSocket.NO_DEADLINE);
		}
		catch (IOException ex) {
			throw (this.impl.isClosed()) ? new SocketException("Socket closed") : ex;
		}
	}

	void writeUrgent(byte data) throws IOException {
		this.turn.lock();
		try {
			StreamSocket socket = this.impl.connected();
			while (!sendUrgent(socket, data)) {
				socket.await(false, StreamSocket.NO_DEADLINE, "Write timed out");
			}
		}
		finally {
			this.turn.unlock();
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
