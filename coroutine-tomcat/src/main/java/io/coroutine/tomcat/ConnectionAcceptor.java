package io.coroutine.tomcat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.coroutine.linux.Errno;
import io.coroutine.linux.SocketAddresses;
import io.coroutine.net.TcpListener;
import io.coroutine.scheduler.EventLoop;
import io.coroutine.scheduler.EventLoopGroup;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.net.SocketProperties;

/**
 * Accepts connections on whichever loop is free, while the endpoint wants them, there is
 * room below the limit, and the system has descriptors left. At all other times no loop
 * watches the listener, and connections wait in the kernel.
 * <p>
 * Any thread may call it and none ever waits, as loops do. Who changes something that
 * decides about watching calls {@link #update()}: the first caller to come applies all
 * changes, those of others that come meanwhile included. Loops that find no room set
 * {@code full} before they look once more, and a connection that ends looks at
 * {@code full} after it has made room, so one of the two goes on with accepting.
 */
final class ConnectionAcceptor {

	private static final Log log = LogFactory.getLog(ConnectionAcceptor.class);

	/** So many connections a loop accepts before it looks after its coroutines again. */
	private static final int BATCH = 64;

	private static final long LOG_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

	private final CoroutineEndpoint endpoint;

	private final ConnectionLimit limit;

	private final TcpListener listener;

	private final AtomicInteger updates = new AtomicInteger();

	private final AcceptBackoff backoff = new AcceptBackoff();

	private volatile boolean wanted;

	private volatile boolean full;

	private volatile boolean closing;

	private volatile boolean closed;

	/** Belongs to the one who applies updates. */
	private boolean watching;

	ConnectionAcceptor(CoroutineEndpoint endpoint, EventLoopGroup loops, ConnectionLimit limit) throws IOException {
		this.endpoint = endpoint;
		this.limit = limit;
		this.listener = new TcpListener(loops, this::accept);
	}

	void bind(SocketProperties options, InetSocketAddress address, int backlog) throws IOException {
		ListenerOptions.apply(options, this.listener);
		this.listener.bind(address.getAddress(), address.getPort(), backlog);
	}

	InetSocketAddress localAddress() throws IOException {
		return this.listener.localAddress();
	}

	void start() {
		this.wanted = true;
		update();
	}

	void pause() {
		this.wanted = false;
		update();
	}

	/**
	 * Close the listener, and return when it is closed. Not to be called on a loop.
	 */
	void close() {
		this.wanted = false;
		this.closing = true;
		update();
		while (!this.closed) {
			Thread.yield();
		}
	}

	/**
	 * Count a connection down.
	 * @return the number of those left
	 */
	int release() {
		int left = this.limit.release();
		if (this.full) {
			update();
		}
		return left;
	}

	private void accept(EventLoop loop) {
		for (int i = 0; i < BATCH && this.wanted; i++) {
			if (!this.limit.tryAcquire()) {
				update();
				return;
			}
			byte[] peer = new byte[SocketAddresses.MAX_SIZE];
			int result = this.listener.accept(peer);
			if (result >= 0) {
				this.backoff.reset();
				this.endpoint.accepted(loop, result, peer);
				continue;
			}
			release();
			if (isNone(-result)) {
				return;
			}
			if (!isOfOneConnection(-result)) {
				backOff(-result);
				return;
			}
		}
	}

	private static boolean isNone(int errno) {
		return errno == Errno.EAGAIN || errno == Errno.EINTR || errno == Errno.EBADF;
	}

	/**
	 * Tell whether an error is that of a connection that has ended before it was
	 * accepted.
	 */
	private static boolean isOfOneConnection(int errno) {
		return errno == Errno.ECONNABORTED || errno == Errno.EPROTO || errno == Errno.EHOSTUNREACH;
	}

	/**
	 * Stop accepting for a while, as the connection that waits would be reported again
	 * and again.
	 */
	private void backOff(int errno) {
		long millis = this.backoff.begin();
		if (this.backoff.mayLog(LOG_INTERVAL_NANOS)) {
			log.error("No connection can be accepted for now, trying again in " + millis + " ms",
					Errno.toException(errno));
		}
		update();
		var _ = this.endpoint.getUtilityExecutor().schedule(this::endBackoff, millis, TimeUnit.MILLISECONDS);
	}

	private void endBackoff() {
		this.backoff.end();
		update();
	}

	/**
	 * Watch the listener or not, according to the present state.
	 */
	void update() {
		if (this.updates.getAndIncrement() != 0) {
			return;
		}
		int seen = 1;
		while (seen != 0) {
			seen = this.updates.get();
			apply();
			seen = this.updates.addAndGet(-seen);
		}
	}

	private void apply() {
		if (this.closing) {
			if (!this.closed) {
				this.listener.close();
				this.closed = true;
			}
			return;
		}
		this.full = true;
		boolean room = this.limit.hasRoom();
		if (room) {
			this.full = false;
		}
		boolean watch = this.wanted && room && !this.backoff.isUnderWay();
		if (watch == this.watching) {
			return;
		}
		try {
			if (watch) {
				this.listener.resume();
			}
			else {
				this.listener.pause();
			}
			this.watching = watch;
		}
		catch (IOException ex) {
			log.error("The event loops can not watch the listener of " + this.endpoint.getName(), ex);
		}
	}

}
