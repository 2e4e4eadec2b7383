package io.coroutine.net;

import java.io.IOException;
import java.net.InetAddress;

import io.coroutine.linux.Errno;
import io.coroutine.linux.SocketOptions;
import io.coroutine.linux.Sockets;

/**
 * How a {@link StreamSocket} connects. Any thread may call it.
 */
final class ConnectAttempt {

	private ConnectAttempt() {
	}

	static void connect(StreamSocket socket, InetAddress address, int port, long deadline) throws IOException {
		int result;
		socket.beginUse();
		try {
			result = Sockets.connect(socket.descriptor(), address, port);
		}
		finally {
			socket.endUse();
		}
		if (result == -Errno.EINPROGRESS || result == -Errno.EINTR) {
			if (deadline == StreamSocket.NO_DEADLINE) {
				StreamSocket.checkInterrupt();
			}
			while (!hasConnected(socket)) {
				socket.await(false, deadline, "Connect timed out");
			}
			return;
		}
		Errno.check(result);
	}

	private static boolean hasConnected(StreamSocket socket) throws IOException {
		socket.beginUse();
		try {
			int descriptor = socket.descriptor();
			if (Sockets.poll(descriptor, false, 0) == 0) {
				return false;
			}
			int error = SocketOptions.getInt(descriptor, SocketOptions.SOL_SOCKET, SocketOptions.SO_ERROR);
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
