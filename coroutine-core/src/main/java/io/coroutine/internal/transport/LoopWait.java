package io.coroutine.internal.transport;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.List;

import io.coroutine.internal.socket.StreamSocket;

/**
 * How threads of all kinds wait for a {@link StreamSocket} of a {@code TcpConnection}: as
 * it provides itself, but that an interrupt ends the wait of a platform thread too. For
 * it may be a coroutine with a private stack, which must be possible to cancel.
 */
public final class LoopWait {

	private LoopWait() {
	}

	/**
	 * Wait until there may be something to read, or room to write, see
	 * {@link StreamSocket#await}.
	 */
	public static void await(StreamSocket socket, boolean forRead, long deadline, String timeoutMessage)
			throws IOException {
		if (Thread.currentThread().isVirtual() || socket.readiness().group().isStopped()) {
			socket.await(forRead, deadline, timeoutMessage);
			return;
		}
		LoopPoll poll = new LoopPoll(List.of(new LoopPoll.Target(socket, forRead)));
		long nanos = (deadline != StreamSocket.NO_DEADLINE) ? deadline - System.nanoTime() : LoopPoll.FOREVER;
		socket.readiness().beginBlocking();
		try {
			if (poll.await(nanos).isEmpty()) {
				throw new SocketTimeoutException(timeoutMessage);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException();
		}
		finally {
			socket.readiness().endBlocking();
		}
	}

}
