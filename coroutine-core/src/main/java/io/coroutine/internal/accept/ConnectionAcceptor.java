package io.coroutine.internal.accept;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.coroutine.internal.jdk.EarlyClasses;
import io.coroutine.internal.linux.Errno;
import io.coroutine.internal.linux.SocketAddresses;
import io.coroutine.internal.loop.EventLoop;
import io.coroutine.internal.loop.EventLoopGroup;
import io.coroutine.internal.readiness.Readiness;
import io.coroutine.internal.readiness.ReadinessListener;
import io.coroutine.internal.socket.StreamSocket;

/**
 * Accepts connections on whichever loop is free, while its owner wants them, there is
 * room below the limit, and the system has descriptors left. At all other times no loop
 * watches the listener, and connections wait in the kernel. For the modules of this
 * project, not for applications.
 * <p>
 * Any thread may call it and none ever waits, as loops do. Who changes something that
 * decides about watching calls {@link #update()}: the first caller to come applies all
 * changes, those of others that come meanwhile included. Loops that find no room set
 * {@code full} before they look once more, and a connection that ends looks at
 * {@code full} after it has made room, so one of the two goes on with accepting.
 */
public final class ConnectionAcceptor {

	static {
		// What loops need to accept, and takers to have a connection wait
		EarlyClasses.initialize(ConnectionHome.class, StreamSocket.class, Readiness.class, ReadinessListener.class,
				InterruptedIOException.class);
	}

	/** So many connections a loop accepts before it looks after its coroutines again. */
	private static final int BATCH = 64;

	private final NetLog log = new NetLog();

	private final Taker taker;

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

	/**
	 * Create the acceptor, which does not accept yet.
	 * @param loops the loops that accept
	 * @param limit counts the connections; may be shared with an earlier acceptor
	 * @param taker takes the connections over
	 * @throws IOException if the process has too many open files
	 */
	public ConnectionAcceptor(EventLoopGroup loops, ConnectionLimit limit, Taker taker) throws IOException {
		this.taker = taker;
		this.limit = limit;
		this.listener = new TcpListener(loops, this::accept);
	}

	/**
	 * Return the listener, to set its options and its address before the start.
	 * @return the listener; only this acceptor resumes, pauses and closes it
	 */
	public TcpListener listener() {
		return this.listener;
	}

	/**
	 * Begin to accept, or go on.
	 */
	public void start() {
		this.wanted = true;
		update();
	}

	/**
	 * Accept no more for now. One connection a loop may still come.
	 */
	public void pause() {
		this.wanted = false;
		update();
	}

	/**
	 * Close the listener, and return when it is closed. One connection a loop may still
	 * come. Not to be called by code of a loop, but by any thread.
	 */
	public void close() {
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
	public int release() {
		int left = this.limit.release();
		if (this.full) {
			update();
		}
		return left;
	}

	private void accept(EventLoop loop) {
		assert loop.isConfined();
		for (int i = 0; i < BATCH && this.wanted; i++) {
			if (!this.limit.tryAcquire()) {
				update();
				return;
			}
			byte[] peer = new byte[SocketAddresses.MAX_SIZE];
			int result = this.listener.accept(peer);
			if (result >= 0) {
				this.backoff.reset();
				this.taker.take(loop, result, peer);
				continue;
			}
			release();
			if (result == -Errno.EAGAIN || this.closing) {
				return;
			}
			if (result != -Errno.EINTR && !TcpListener.isOfOneConnection(-result)) {
				backOff(loop, -result);
				return;
			}
		}
	}

	/**
	 * Stop accepting for a while, as the connection that waits would be reported again
	 * and again.
	 */
	private void backOff(EventLoop loop, int errno) {
		long millis = this.backoff.begin(Errno.toException(errno));
		update();
		Executor onLoop = (task) -> loop.execute((_) -> task.run());
		CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, onLoop).execute(this::endBackoff);
	}

	private void endBackoff() {
		this.backoff.end();
		update();
	}

	/**
	 * Watch the listener or not, according to the present state. To be called after the
	 * limit has been changed.
	 */
	public void update() {
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
			this.log.log(System.Logger.Level.ERROR, "The event loops cannot watch a listener", ex);
		}
	}

	/**
	 * Takes accepted connections over.
	 */
	@FunctionalInterface
	public interface Taker {

		/**
		 * Take a connection over. Called on a loop, between coroutines; must not block.
		 * The limit has counted it, and {@link ConnectionAcceptor#release()} is to be
		 * called when it ends.
		 * @param loop the loop that has accepted it
		 * @param descriptor its descriptor, non-blocking; belongs to the taker
		 * @param peer the address of the peer, see {@link SocketAddresses#decode}
		 */
		void take(EventLoop loop, int descriptor, byte[] peer);

	}

}
