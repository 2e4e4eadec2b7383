package io.coroutine.net;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;

import io.coroutine.CoroutineRuntime;
import io.coroutine.internal.hook.SocketFailures;
import io.coroutine.internal.loop.EventLoopGroup;
import io.coroutine.internal.scheduler.Scheduler;
import io.coroutine.internal.socket.StreamSocket;
import io.coroutine.internal.transport.LoopTransport;
import io.coroutine.internal.transport.PortableTransport;
import io.coroutine.internal.transport.TimeLimits;

/**
 * Connects to TCP servers. Methods may be called from any thread: a coroutine or another
 * virtual thread parks until the connection is there, a platform thread blocks.
 */
public final class TcpClient {

	private TcpClient() {
	}

	/**
	 * Connect, on the runtime of the calling coroutine.
	 * @param address the address of the server
	 * @param timeout how long to wait, zero for as long as the system does
	 * @return the connection
	 * @throws IOException as for
	 * {@link #connect(CoroutineRuntime, InetSocketAddress, Duration)}
	 * @throws IllegalArgumentException if the time-out is negative
	 * @throws IllegalStateException if the caller is no coroutine, or its runtime is shut
	 * down
	 */
	public static TcpConnection connect(InetSocketAddress address, Duration timeout) throws IOException {
		return connect(CoroutineRuntime.current(), address, timeout);
	}

	/**
	 * Connect. An interrupt of a virtual thread ends the attempt with
	 * {@link java.net.SocketException}.
	 * @param runtime whose event loops the connection waits on
	 * @param address the address of the server
	 * @param timeout how long to wait, zero for as long as the system does
	 * @return the connection
	 * @throws UnknownHostException if the name in the address is not resolved
	 * @throws ConnectException if the server refuses, or the system gives up
	 * @throws SocketTimeoutException if the time is over
	 * @throws IOException if the server cannot be reached
	 * @throws IllegalArgumentException if the time-out is negative
	 */
	public static TcpConnection connect(CoroutineRuntime runtime, InetSocketAddress address, Duration timeout)
			throws IOException {
		long deadline = StreamSocket.deadlineIn(TimeLimits.toNanos("The connect time-out", timeout));
		SocketFailures.checkResolved(address);
		EventLoopGroup loops = Scheduler.behind(runtime).loops();
		try {
			return new TcpConnection((loops != null) ? LoopTransport.connect(loops, address, deadline)
					: PortableTransport.connect(address, deadline));
		}
		catch (IOException ex) {
			throw SocketFailures.about("Can not connect to", address, ex);
		}
	}

}
