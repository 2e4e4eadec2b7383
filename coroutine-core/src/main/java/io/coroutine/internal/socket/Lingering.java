package io.coroutine.internal.socket;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

import io.coroutine.internal.linux.SocketOptions;
import io.coroutine.internal.linux.Sockets;

/**
 * What {@code SO_LINGER} with a time means for a close. On Linux the time is only how
 * long close(2) blocks its thread: what is not sent by then goes on to be sent. A carrier
 * must not be blocked, so virtual threads wait here, and close(2) is told not to.
 */
public final class Lingering {

	private Lingering() {
	}

	/**
	 * Park the calling virtual thread until the peer has acknowledged all, the time is
	 * up, or it is interrupted, which it still is then.
	 * @param socket the socket, with its output shut down; nobody else uses it any more,
	 * and only the caller closes it
	 * @param seconds the time
	 */
	public static void await(StreamSocket socket, int seconds) {
		int descriptor = socket.descriptor();
		if (Sockets.available(descriptor) > 0) {
			// Data that nobody reads makes close reset the connection without waiting
			return;
		}
		long deadline = StreamSocket.deadlineIn(TimeUnit.SECONDS.toNanos(seconds));
		try {
			// Each acknowledgement is an event, the last one as well, as there is room to
			// send for ever once the output is shut down
			while (SocketOptions.isClosing(descriptor)) {
				socket.await(false, deadline, "Close timed out");
			}
		}
		catch (IOException ex) {
			// It is closed all the same
		}
	}

	/**
	 * Close a descriptor that nobody uses.
	 * @param descriptor the socket
	 * @param block whether the calling thread is to be blocked as the option says
	 */
	static void close(int descriptor, boolean block) {
		if (!block) {
			disable(descriptor);
		}
		Sockets.close(descriptor);
	}

	/**
	 * Let close(2) return at once. It still resets the connection if that is what the
	 * option says.
	 * @param descriptor the socket, open
	 */
	static void disable(int descriptor) {
		if (SocketOptions.getLinger(descriptor) > 0) {
			SocketOptions.setLinger(descriptor, -1);
		}
	}

}
