package io.coroutine.internal.socket;

import java.net.SocketException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.coroutine.internal.linux.SocketOptions;
import io.coroutine.internal.linux.Sockets;
import io.coroutine.internal.wait.WaitReason;

/**
 * How platform threads wait for a socket: in the kernel, with a system call that another
 * thread can end.
 */
final class KernelWait {

	private KernelWait() {
	}

	/**
	 * Block until the socket may be ready, until the time is up, or for a while.
	 * @param socket the socket
	 * @param forRead whether to wait for data or for room to send
	 * @param deadline until when, or {@link StreamSocket#NO_DEADLINE}
	 * @param reason tells those who look what the thread waits for
	 * @throws SocketException if the socket is closed
	 */
	static void block(StreamSocket socket, boolean forRead, long deadline, WaitReason reason) throws SocketException {
		socket.beginUse();
		socket.readiness().beginBlocking();
		LockSupport.setCurrentBlocker(reason);
		try {
			Sockets.poll(socket.descriptor(), forRead, millisUntil(deadline));
		}
		finally {
			LockSupport.setCurrentBlocker(null);
			socket.readiness().endBlocking();
			socket.endUse();
		}
	}

	private static int millisUntil(long deadline) {
		if (deadline == StreamSocket.NO_DEADLINE) {
			return -1;
		}
		long nanos = Math.max(deadline - System.nanoTime(), 1);
		return (int) Math.min(Math.ceilDiv(nanos, TimeUnit.MILLISECONDS.toNanos(1)), Integer.MAX_VALUE);
	}

	/**
	 * End the waits in both directions, and see to it that the close that follows does
	 * not wait. Where it drops unsent data, the peer gets the reset now.
	 * @param descriptor the socket, in use
	 */
	static void end(int descriptor) {
		if (SocketOptions.getLinger(descriptor) == 0) {
			Sockets.disconnect(descriptor);
		}
		else {
			Lingering.disable(descriptor);
			Sockets.shutdown(descriptor, Sockets.SHUT_RDWR);
		}
	}

}
