package io.coroutine.net;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.coroutine.Coroutine;
import io.coroutine.CoroutineBuilder;
import io.coroutine.CoroutineRuntime;
import io.coroutine.internal.accept.NetLog;
import io.coroutine.internal.transport.TcpTransport;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a {@link TcpServer}, from being accepted until their coroutine has
 * ended. Any thread may call it.
 * <p>
 * A connection is added before {@code stopped} is looked at, and {@link #stop()} sets
 * {@code stopped} before anybody looks at the connections, so one of the two closes it.
 */
final class ServerConnections {

	private final NetLog log = new NetLog();

	private final CoroutineRuntime runtime;

	private final ServerSettings settings;

	private final Set<ServedConnection> open = ConcurrentHashMap.newKeySet();

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition none = this.lock.newCondition();

	private volatile boolean stopped;

	ServerConnections(CoroutineRuntime runtime, ServerSettings settings) {
		this.runtime = runtime;
		this.settings = settings;
	}

	/**
	 * Serve a new connection in a coroutine of its own, on the loop of the caller if that
	 * is on one. Never fails: if it cannot be served it is closed.
	 * @param release called once when the connection has ended
	 */
	void serve(TcpTransport transport, Runnable release) {
		ServedConnection served = new ServedConnection(this, this.settings.connection(transport),
				this.settings.handler(), release);
		this.open.add(served);
		boolean started = false;
		try {
			if (!this.stopped) {
				CoroutineBuilder coroutine = this.runtime.coroutine();
				this.settings.coroutines().accept(coroutine);
				served.start(coroutine);
				started = true;
			}
		}
		catch (RuntimeException | Error ex) {
			this.log.log(System.Logger.Level.WARNING,
					"No coroutine could be started for " + served.connection() + ", which is closed", ex);
		}
		finally {
			if (!started) {
				served.end();
			}
		}
	}

	/**
	 * Log that a handler has ended with an exception.
	 */
	void failed(ServedConnection served, Throwable reason, boolean expected) {
		this.log.log((expected) ? System.Logger.Level.DEBUG : System.Logger.Level.ERROR,
				"The handler of " + served.connection() + " has failed, and the connection is closed", reason);
	}

	void ended(ServedConnection served) {
		this.open.remove(served);
		signalIfNone();
	}

	/** Nobody waits before the server is stopped. */
	private void signalIfNone() {
		if (this.stopped && isNone(true)) {
			this.lock.lock();
			try {
				this.none.signalAll();
			}
			finally {
				this.lock.unlock();
			}
		}
	}

	private boolean isNone(boolean butStoppers) {
		return (butStoppers) ? this.open.stream().allMatch(ServedConnection::isStopper) : this.open.isEmpty();
	}

	int count() {
		return this.open.size();
	}

	/**
	 * Note that a coroutine stops the server, should it serve one of the connections.
	 * @return whether it does
	 */
	boolean markStopper(@Nullable Coroutine coroutine) {
		for (ServedConnection served : this.open) {
			if (coroutine != null && served.isServedBy(coroutine)) {
				served.markStopper();
				signalIfNone();
				return true;
			}
		}
		return false;
	}

	/**
	 * Serve no new connections.
	 */
	void stop() {
		this.stopped = true;
	}

	/**
	 * Wait until there are no connections.
	 * @param butStoppers whether to leave those out whose handlers have stopped the
	 * server
	 * @return whether there are none
	 */
	boolean awaitNone(long nanos, boolean butStoppers) throws InterruptedException {
		long deadline = System.nanoTime() + nanos;
		this.lock.lockInterruptibly();
		try {
			while (!isNone(butStoppers)) {
				long remaining = deadline - System.nanoTime();
				if (remaining <= 0) {
					return false;
				}
				boolean _ = this.none.await(remaining, TimeUnit.NANOSECONDS);
			}
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Close all connections and cancel their coroutines.
	 * @param butStoppers whether to leave those out whose handlers have stopped the
	 * server
	 * @return how many
	 */
	int cutOff(boolean butStoppers) {
		int count = 0;
		for (ServedConnection served : this.open) {
			if (!butStoppers || !served.isStopper()) {
				served.cutOff();
				count++;
			}
		}
		return count;
	}

}
