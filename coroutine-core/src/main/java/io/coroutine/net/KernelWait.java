package io.coroutine.net;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.coroutine.linux.SocketOptions;
import io.coroutine.linux.Sockets;
import io.coroutine.scheduler.WaitReason;

/**
 * How platform threads wait for a socket: in the kernel, with a system call that another
 * thread can end. All methods are called while the descriptor is in use.
 */
final class KernelWait {

	private KernelWait() {
	}

	/**
	 * Block until the socket may be ready, until the time is up, or for a while.
	 * @param descriptor the socket
	 * @param forRead whether to wait for data or for room to send
	 * @param deadline until when, or {@link StreamSocket#NO_DEADLINE}
	 * @param reason tells those who look what the thread waits for
	 */
	static void block(int descriptor, boolean forRead, long deadline, WaitReason reason) {
		int millis = -1;
		if (deadline != StreamSocket.NO_DEADLINE) {
			long nanos = Math.max(deadline - System.nanoTime(), 1);
			millis = (int) Math.min(Math.ceilDiv(nanos, TimeUnit.MILLISECONDS.toNanos(1)), Integer.MAX_VALUE);
		}
		LockSupport.setCurrentBlocker(reason);
		try {
			Sockets.poll(descriptor, forRead, millis);
		}
		finally {
			LockSupport.setCurrentBlocker(null);
		}
	}

	/**
	 * End the waits in both directions. Where close does not wait for unsent data either,
	 * the peer gets a reset, as it would from the close.
	 * @param descriptor the socket
	 */
	static void end(int descriptor) {
		if (SocketOptions.getLinger(descriptor) == 0) {
			Sockets.disconnect(descriptor);
		}
		else {
			Sockets.shutdown(descriptor, Sockets.SHUT_RDWR);
		}
	}

}
