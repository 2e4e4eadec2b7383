package io.coroutine.tomcat;

import java.io.IOException;
import java.time.Duration;

import io.coroutine.internal.linux.Sockets;
import io.coroutine.internal.socket.StreamSocket;

/**
 * Closes a connection on which the client still sends. To close it at once would reset
 * it, and the client might lose the response, which most often says what is wrong with
 * its request. So the client is told the end of the response, and what it sends is
 * dropped for a while.
 * <p>
 * Runs in a coroutine that is the only user of the socket.
 */
final class LingeringClose implements Runnable {

	private static final int BUFFER = 8192;

	private final StreamSocket socket;

	private final Duration longest;

	private final int most;

	/**
	 * Create it.
	 * @param socket what is closed
	 * @param longest for how long it drops what the client sends
	 * @param most how many bytes it drops
	 */
	LingeringClose(StreamSocket socket, Duration longest, int most) {
		this.socket = socket;
		this.longest = longest;
		this.most = most;
	}

	/**
	 * Tell whether there is data that nobody has read.
	 */
	static boolean isNeeded(StreamSocket socket) {
		try {
			socket.beginUse();
			try {
				return Sockets.available(socket.descriptor()) > 0;
			}
			finally {
				socket.endUse();
			}
		}
		catch (IOException ex) {
			return false;
		}
	}

	@Override
	public void run() {
		long deadline = StreamSocket.deadlineIn(this.longest.toNanos());
		byte[] dropped = new byte[BUFFER];
		try {
			this.socket.shutdown(Sockets.SHUT_WR);
			this.socket.expectData();
			int total = 0;
			int count = 0;
			while (count >= 0 && total < this.most) {
				total += count;
				count = this.socket.read(dropped, 0, dropped.length, deadline);
			}
		}
		catch (IOException ex) {
			// Time is up, or the client has gone
		}
		finally {
			this.socket.close();
		}
	}

}
