package io.coroutine.net;

import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import io.coroutine.CoroutineRuntime;
import io.coroutine.internal.accept.LoopAcceptor;
import io.coroutine.internal.accept.PortableAcceptor;
import io.coroutine.internal.accept.TcpAcceptor;
import io.coroutine.internal.hook.SocketFailures;
import io.coroutine.internal.loop.EventLoopGroup;
import io.coroutine.internal.scheduler.Scheduler;
import io.coroutine.internal.socket.StreamSocket;
import io.coroutine.internal.socket.Turn;
import io.coroutine.internal.transport.TimeLimits;

/**
 * A listening TCP socket in blocking style, for those who accept connections themselves;
 * {@link TcpServer} does it for others. {@link #accept()} parks a coroutine or another
 * virtual thread, and blocks a platform thread. A connection waits on whichever event
 * loop it is used on.
 * <p>
 * All methods may be called from any thread at any time. Threads that accept at the same
 * time take turns. For {@link #close()} and for interrupts the same holds as for
 * {@link TcpConnection}. A server socket must be closed, or its descriptor is lost.
 */
public final class TcpServerSocket implements Closeable {

	/** So many connections may wait to be accepted if nothing else is asked for. */
	static final int DEFAULT_BACKLOG = 1024;

	private final TcpAcceptor acceptor;

	private final Turn accepting = Turn.interruptible();

	private final AtomicBoolean closed = new AtomicBoolean();

	private TcpServerSocket(TcpAcceptor acceptor) {
		this.acceptor = acceptor;
	}

	/**
	 * Listen, on the runtime of the calling coroutine, with room for 1024 connections
	 * that wait to be accepted.
	 * @param address the address; port 0 for any free one
	 * @return the server socket
	 * @throws IOException as for {@link #bind(CoroutineRuntime, InetSocketAddress, int)}
	 * @throws IllegalStateException if the caller is no coroutine, or its runtime is shut
	 * down
	 */
	public static TcpServerSocket bind(InetSocketAddress address) throws IOException {
		return bind(CoroutineRuntime.current(), address, DEFAULT_BACKLOG);
	}

	/**
	 * Listen.
	 * @param runtime whose event loops the connections wait on
	 * @param address the address; port 0 for any free one
	 * @param backlog how many connections may wait to be accepted, at least 1; the system
	 * may have a lower limit
	 * @return the server socket
	 * @throws UnknownHostException if the name in the address is not resolved
	 * @throws BindException if the address is in use, or not one of this machine, or the
	 * user must not use the port
	 * @throws IOException if the process has too many open files
	 * @throws IllegalArgumentException if the backlog is less than 1
	 */
	public static TcpServerSocket bind(CoroutineRuntime runtime, InetSocketAddress address, int backlog)
			throws IOException {
		checkBacklog(backlog);
		SocketFailures.checkResolved(address);
		EventLoopGroup loops = Scheduler.behind(runtime).loops();
		try {
			return new TcpServerSocket((loops != null) ? LoopAcceptor.listen(loops, address, backlog)
					: PortableAcceptor.listen(address, backlog));
		}
		catch (IOException ex) {
			throw SocketFailures.about("Can not listen on", address, ex);
		}
	}

	static void checkBacklog(int backlog) {
		if (backlog < 1) {
			throw new IllegalArgumentException("The backlog must be at least 1, not " + backlog);
		}
	}

	TcpAcceptor acceptor() {
		return this.acceptor;
	}

	/**
	 * Accept a connection, and wait for one as long as it takes.
	 * @return the connection
	 * @throws IOException as for {@link #accept(Duration)}
	 */
	public TcpConnection accept() throws IOException {
		return accept(Duration.ZERO);
	}

	/**
	 * Accept a connection.
	 * @param timeout how long to wait for one, zero for no limit
	 * @return the connection
	 * @throws SocketTimeoutException if none has come in time
	 * @throws SocketException if the server socket is closed, or the thread is
	 * interrupted while it waits
	 * @throws IOException if the process has too many open files: the connection waits,
	 * and can be accepted later
	 * @throws IllegalArgumentException if the time-out is negative
	 */
	public TcpConnection accept(Duration timeout) throws IOException {
		long deadline = StreamSocket.deadlineIn(TimeLimits.toNanos("The accept time-out", timeout));
		try {
			this.accepting.take(deadline, "Accept timed out");
			try {
				if (isClosed()) {
					throw SocketFailures.closed();
				}
				return new TcpConnection(this.acceptor.accept(deadline));
			}
			finally {
				this.accepting.giveBack();
			}
		}
		catch (SocketTimeoutException ex) {
			throw ex;
		}
		catch (IOException ex) {
			if (SocketFailures.isInterrupt(ex)) {
				close();
				throw SocketFailures.closedByInterrupt(ex);
			}
			throw (isClosed()) ? SocketFailures.closed(ex) : ex;
		}
	}

	/**
	 * Return the address that is listened on.
	 * @return the address, with the port that was chosen if any was asked for; also once
	 * the server socket is closed
	 */
	public InetSocketAddress localAddress() {
		return this.acceptor.localAddress();
	}

	/**
	 * Tell whether the server socket is closed.
	 * @return whether it is closed
	 */
	public boolean isClosed() {
		return this.closed.get();
	}

	/**
	 * Listen no longer, and end the calls to accept that are under way. Connections that
	 * wait to be accepted are reset; those that have been accepted live on. A further
	 * call does nothing.
	 */
	@Override
	public void close() {
		if (this.closed.compareAndSet(false, true)) {
			this.acceptor.close();
		}
	}

	@Override
	public String toString() {
		return "TcpServerSocket[" + localAddress() + ((isClosed()) ? ", closed" : "") + "]";
	}

}
