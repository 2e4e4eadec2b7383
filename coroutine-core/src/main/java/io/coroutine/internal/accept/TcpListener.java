package io.coroutine.internal.accept;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.function.Consumer;

import io.coroutine.internal.linux.Errno;
import io.coroutine.internal.linux.SocketOptions;
import io.coroutine.internal.linux.Sockets;
import io.coroutine.internal.loop.EventLoop;
import io.coroutine.internal.loop.EventLoopGroup;
import io.coroutine.internal.readiness.ListenerWatch;
import io.coroutine.internal.socket.DescriptorGuard;

/**
 * A listening TCP socket that all loops of a group watch. For the modules of this
 * project, not for applications.
 * <p>
 * {@link #resume()}, {@link #pause()} and {@link #close()} may be called from any thread,
 * one at a time; all else from any thread.
 */
public final class TcpListener implements Closeable {

	private final int descriptor;

	private final DescriptorGuard guard = new DescriptorGuard();

	private final ListenerWatch watch;

	/**
	 * Create the listener, neither bound nor watched.
	 * @param group the loops
	 * @param acceptable called on a loop, between coroutines, again and again while
	 * connections wait to be accepted; must not block
	 * @throws IOException if the process has too many open files
	 */
	public TcpListener(EventLoopGroup group, Consumer<EventLoop> acceptable) throws IOException {
		this.descriptor = Sockets.open();
		try {
			this.watch = new ListenerWatch(group, this.descriptor, acceptable);
		}
		catch (RuntimeException | Error ex) {
			Sockets.close(this.descriptor);
			throw ex;
		}
	}

	/**
	 * Set an option. On Linux, accepted connections inherit those of the levels
	 * {@link SocketOptions#SOL_SOCKET} and {@link SocketOptions#IPPROTO_TCP}.
	 * @param level the level
	 * @param option the option
	 * @param value its value
	 * @throws IOException if the system refuses it
	 */
	public void setOption(int level, int option, int value) throws IOException {
		check(() -> SocketOptions.setInt(this.descriptor, level, option, value));
	}

	/**
	 * Set what closing an accepted connection does with unsent data.
	 * @param seconds how long close waits for it to be sent, in seconds; 0 drops it; -1
	 * sends it in the background
	 * @throws IOException if the system refuses it
	 */
	public void setLinger(int seconds) throws IOException {
		check(() -> SocketOptions.setLinger(this.descriptor, seconds));
	}

	/**
	 * Bind and let connections come in. The kernel holds them until they are accepted.
	 * @param address the address
	 * @param port the port, 0 for any
	 * @param backlog how many connections may wait to be accepted
	 * @throws IOException if the address cannot be used
	 */
	public void bind(InetAddress address, int port, int backlog) throws IOException {
		check(() -> {
			int result = Sockets.bind(this.descriptor, address, port);
			return (result < 0) ? result : Sockets.listen(this.descriptor, backlog);
		});
	}

	/**
	 * Return the address.
	 * @return the address, with the port that was chosen if any was asked for
	 * @throws IOException if the listener is closed
	 */
	public InetSocketAddress localAddress() throws IOException {
		enter();
		try {
			return Sockets.localAddress(this.descriptor);
		}
		finally {
			leave();
		}
	}

	/**
	 * Accept a connection.
	 * @param peer where to put the peer's address, see
	 * {@link Sockets#accept(int, byte[])}
	 * @return its descriptor, non-blocking, or a negated {@link Errno}
	 */
	public int accept(byte[] peer) {
		if (!this.guard.enter()) {
			return -Errno.EBADF;
		}
		try {
			return Sockets.accept(this.descriptor, peer);
		}
		finally {
			leave();
		}
	}

	/**
	 * Tell whether an error of {@link #accept} is that of a connection that has ended
	 * before it was accepted. Here and not elsewhere as no class can be loaded when the
	 * process has no descriptor left.
	 * @param errno the error number, positive
	 * @return whether the next connection may be accepted at once
	 */
	static boolean isOfOneConnection(int errno) {
		return errno == Errno.ECONNABORTED || errno == Errno.EPROTO || errno == Errno.EHOSTUNREACH;
	}

	/**
	 * Begin to watch for connections, or go on.
	 * @throws IOException if the kernel cannot watch the socket; no loop watches it then
	 */
	public void resume() throws IOException {
		this.watch.resume();
	}

	/**
	 * Stop watching. A call to the consumer may be under way or follow shortly.
	 */
	public void pause() {
		this.watch.pause();
	}

	@Override
	public void close() {
		if (this.guard.isClosed()) {
			return;
		}
		this.watch.close();
		switch (this.guard.close()) {
			case NOTHING -> {
			}
			case NOW -> Sockets.close(this.descriptor);
			case BY_LAST_USER -> {
				// Nobody connects from now on, however long the last user is held up
				Sockets.shutdown(this.descriptor, Sockets.SHUT_RDWR);
				leave();
			}
		}
	}

	private void check(Call call) throws IOException {
		enter();
		try {
			Errno.check(call.call());
		}
		finally {
			leave();
		}
	}

	private void enter() throws SocketException {
		if (!this.guard.enter()) {
			throw new SocketException("Socket closed");
		}
	}

	private void leave() {
		if (this.guard.leave()) {
			Sockets.close(this.descriptor);
		}
	}

	/**
	 * A system call.
	 */
	@FunctionalInterface
	private interface Call {

		/**
		 * Make the call.
		 * @return zero or more, or a negated error
		 */
		int call();

	}

}
