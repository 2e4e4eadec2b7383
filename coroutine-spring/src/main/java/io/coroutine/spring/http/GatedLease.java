package io.coroutine.spring.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import io.coroutine.admission.AdmissionGate;
import io.coroutine.admission.AdmissionRejectedException;
import io.coroutine.admission.AdmissionRejectedException.Reason;
import io.coroutine.scope.Deadline;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.io.LeaseRequest;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * One who wants a connection: waits for permits, then asks the pool.
 * <p>
 * One thread gets, any thread may cancel. {@code cancelled}, {@code waiter} and
 * {@code request} are guarded by the monitor, in which nothing waits; so a cancellation
 * interrupts the waiter for as long as it waits for permits, and not any more afterwards.
 * The permits come back unless a connection was leased.
 */
final class GatedLease implements LeaseRequest {

	private final Function<Timeout, LeaseRequest> pool;

	private final HttpRoute route;

	private final PoolPermits permits;

	private final Map<ConnectionEndpoint, AdmissionGate> out;

	private volatile @Nullable ConnectionEndpoint endpoint;

	private boolean cancelled;

	private @Nullable Thread waiter;

	private @Nullable LeaseRequest request;

	/**
	 * Create a request.
	 * @param pool asks the pool
	 * @param out where leased connections are kept, with the gates of their routes
	 */
	GatedLease(Function<Timeout, LeaseRequest> pool, HttpRoute route, PoolPermits permits,
			Map<ConnectionEndpoint, AdmissionGate> out) {
		this.pool = pool;
		this.route = route;
		this.permits = permits;
		this.out = out;
	}

	@Override
	public ConnectionEndpoint get(Timeout timeout) throws InterruptedException, ExecutionException, TimeoutException {
		ConnectionEndpoint known = this.endpoint;
		if (known != null) {
			return known;
		}
		long deadlineNanos = System.nanoTime() + longestWaitNanos(timeout);
		AdmissionGate gate = awaitTurn(deadlineNanos);
		if (gate == null) {
			// The pool is closed and says so
			return ask(timeout).get(timeout);
		}
		boolean leased = false;
		try {
			Timeout left = left(timeout, deadlineNanos);
			ConnectionEndpoint found = ask(left).get(left);
			this.out.put(found, gate);
			this.endpoint = found;
			leased = true;
			return found;
		}
		finally {
			if (!leased) {
				cancel();
				this.permits.release(gate);
			}
		}
	}

	private long longestWaitNanos(Timeout timeout) {
		Duration longest = timeout.toDuration();
		Duration bound = this.permits.longestWait();
		if (bound != null && bound.compareTo(longest) < 0) {
			longest = bound;
		}
		// So that a deadline made of it does not overflow
		return Math.min(TimeUnit.NANOSECONDS.convert(Deadline.limit(longest)), Long.MAX_VALUE / 2);
	}

	/**
	 * Return how long the pool may take. The turn has come, and most often there is a
	 * connection: so look for one. Zero means what it means without permits.
	 */
	private static Timeout left(Timeout timeout, long deadlineNanos) {
		if (timeout.getDuration() <= 0) {
			return timeout;
		}
		return Timeout.ofMilliseconds(Math.max(TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime()), 1));
	}

	/**
	 * Wait for permits.
	 * @return the gate of the route, or {@code null} if the pool is closed
	 */
	private @Nullable AdmissionGate awaitTurn(long deadlineNanos)
			throws InterruptedException, ExecutionException, TimeoutException {
		begin();
		try {
			return this.permits.acquire(this.route, deadlineNanos);
		}
		catch (AdmissionRejectedException ex) {
			if (ex.reason() == Reason.CLOSED) {
				return null;
			}
			if (ex.reason() == Reason.WAITED_TOO_LONG) {
				TimeoutException late = new TimeoutException("No connection: " + ex.getMessage());
				late.initCause(ex);
				throw late;
			}
			throw new ExecutionException("No connection: " + ex.getMessage(), ex);
		}
		catch (InterruptedException ex) {
			throwIfCancelled();
			throw ex;
		}
		finally {
			end();
		}
	}

	private synchronized void begin() {
		throwIfCancelled();
		this.waiter = Thread.currentThread();
	}

	private synchronized void end() {
		this.waiter = null;
		if (this.cancelled) {
			// It may be the interrupt of the cancellation, which has come too late
			boolean _ = Thread.interrupted();
		}
	}

	private synchronized LeaseRequest ask(Timeout timeout) {
		throwIfCancelled();
		LeaseRequest asked = this.pool.apply(timeout);
		this.request = asked;
		return asked;
	}

	private synchronized void throwIfCancelled() {
		if (this.cancelled) {
			throw new CancellationException();
		}
	}

	@Override
	public synchronized boolean cancel() {
		if (this.endpoint != null) {
			return false;
		}
		this.cancelled = true;
		if (this.waiter != null) {
			this.waiter.interrupt();
		}
		return this.request == null || this.request.cancel();
	}

}
