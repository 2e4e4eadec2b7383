package io.coroutine.internal.socket;

import java.io.IOException;
import java.net.InetAddress;

import io.coroutine.internal.linux.Errno;
import io.coroutine.internal.linux.SocketOptions;
import io.coroutine.internal.linux.Sockets;

/**
 * Connects a {@link StreamSocket}. Called by one thread at a time for a socket.
 */
final class ConnectAttempt {

	private ConnectAttempt() {
	}

	static void connect(StreamSocket socket, InetAddress address, int port, long deadline) throws IOException {
		int result = begin(socket, address, port);
		if (result != -Errno.EINPROGRESS && result != -Errno.EINTR) {
			Errno.check(result);
			return;
		}
		if (deadline == StreamSocket.NO_DEADLINE) {
			StreamSocket.checkInterrupt();
		}
		ConnectWait reason = new ConnectWait(address, port);
		while (!hasConnected(socket)) {
			socket.await(false, deadline, "Connect timed out", reason);
		}
	}

	private static int begin(StreamSocket socket, InetAddress address, int port) throws IOException {
		socket.beginUse();
		try {
			return Sockets.connect(socket.descriptor(), address, port);
		}
		finally {
			socket.endUse();
		}
	}

	private static boolean hasConnected(StreamSocket socket) throws IOException {
		socket.beginUse();
		try {
			if (Sockets.poll(socket.descriptor(), false, 0) == 0) {
				return false;
			}
			int error = SocketOptions.getInt(socket.descriptor(), SocketOptions.SOL_SOCKET, SocketOptions.SO_ERROR);
			if (error != 0) {
				throw Errno.toException(Math.abs(error));
			}
			return true;
		}
		finally {
			socket.endUse();
		}
	}

}
