package io.coroutine.admission;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.coroutine.admission.AdmissionRejectedException.Reason;
import io.coroutine.internal.loop.EventLoop;
import io.coroutine.internal.loop.TimedWait;
import org.jspecify.annotations.Nullable;

/**
 * Lets so many in at once, and has the others wait in a queue that is bounded in length
 * and in time:
 *
 * <pre>{@code
 * AdmissionGate gate = AdmissionGate.builder("reports", 4).queueLimit(100).longestWait(Duration.ofSeconds(2)).build();
 *
 * gate.acquire();
 * try {
 *     writeReport();
 * }
 * finally {
 *     gate.release();
 * }
 * }</pre>
 *
 * Coroutines and threads may acquire alike: a coroutine that waits gives its event loop
 * back, a thread blocks. The permits belong to nobody: another one may release than the
 * one that has acquired, and who acquires twice needs two.
 * <p>
 * Nobody gets a permit while another one waits, except that a coroutine that releases
 * prefers one that waits on its own event loop, as that costs no wake-up of another
 * thread. Each that waits is overtaken eight times at most; threads that are no
 * coroutines are served in the order in which they have come if none of the callers is
 * one.
 * <p>
 * A permit that is free costs a compare-and-set and a count. Whatever was done before a
 * release is visible to the one that gets the permit.
 */
public final class AdmissionGate implements AutoCloseable {

	private final String name;

	private final long longestWaitNanos;

	private final AdmissionPermits permits;

	private final AdmissionCounts counts = new AdmissionCounts();

	private volatile @Nullable AdmissionListener listener;

	AdmissionGate(String name, int limit, int queueLimit, Duration longestWait) {
		this.name = name;
		this.longestWaitNanos = nanos(longestWait);
		this.permits = new AdmissionPermits(limit, queueLimit);
	}

	/**
	 * Begin to make a gate.
	 * @param name the name, for messages and meters
	 * @param limit how many may be in at once, one or more
	 * @return a builder
	 * @throws IllegalArgumentException if the limit is less than one
	 */
	public static AdmissionGateBuilder builder(String name, int limit) {
		return new AdmissionGateBuilder(name, limit);
	}

	/**
	 * Get a permit, as soon as there is one, in the longest wait of the gate.
	 * @throws AdmissionRejectedException if too many wait already, none came free in
	 * time, or the gate is closed or is closed meanwhile
	 * @throws InterruptedException if the caller is interrupted or cancelled; it has no
	 * permit
	 */
	public void acquire() throws InterruptedException {
		acquire(this.longestWaitNanos);
	}

	/**
	 * Get a permit, as soon as there is one, in a longest wait of the caller, such as
	 * what is left until a deadline.
	 * @param longestWait how long to wait; zero or less does not wait
	 * @throws AdmissionRejectedException as for {@link #acquire()}
	 * @throws InterruptedException as for {@link #acquire()}
	 */
	public void acquire(Duration longestWait) throws InterruptedException {
		acquire(nanos(longestWait));
	}

	private void acquire(long longestWaitNanos) throws InterruptedException {
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
		if (!tryAcquire()) {
			acquireInLine(longestWaitNanos);
		}
	}

	private void acquireInLine(long longestWaitNanos) throws InterruptedException {
		if (this.permits.isClosed()) {
			throw rejected(Reason.CLOSED, 0);
		}
		if (this.permits.isFull()) {
			throw rejected(Reason.QUEUE_FULL, 0);
		}
		if (longestWaitNanos <= 0) {
			throw rejected(Reason.WAITED_TOO_LONG, 0);
		}
		long start = System.nanoTime();
		AdmissionWaiter waiter = new AdmissionWaiter(this.name, Thread.currentThread(), EventLoop.current());
		this.permits.enter(waiter);
		if (waiter.state == AdmissionWaiter.State.WAITING) {
			await(waiter, start + longestWaitNanos);
		}
		switch (waiter.state) {
			case ADMITTED -> {
				this.counts.admittedAfter(System.nanoTime() - start);
				tellAdmitted();
			}
			case REFUSED -> throw rejected(Reason.QUEUE_FULL, 0);
			case CLOSED -> throw rejected(Reason.CLOSED, 0);
			default -> throw rejected(Reason.WAITED_TOO_LONG, System.nanoTime() - start);
		}
	}

	/**
	 * Wait until the waiter is served or has left. An interrupt that comes too late to
	 * leave is kept for later.
	 */
	private void await(AdmissionWaiter waiter, long deadlineNanos) throws InterruptedException {
		TimedWait wait = null;
		boolean over = false;
		try {
			wait = new TimedWait(deadlineNanos);
			while (waiter.state == AdmissionWaiter.State.WAITING) {
				if (!wait.park(waiter)) {
					this.permits.leave(waiter);
				}
				else if (Thread.interrupted()) {
					if (this.permits.leave(waiter)) {
						this.counts.cancelled();
						throw new InterruptedException();
					}
					waiter.thread().interrupt();
				}
			}
			over = true;
		}
		finally {
			if (!over) {
				abandon(waiter);
			}
			if (wait != null) {
				wait.end();
			}
		}
	}

	/**
	 * Keep nothing for a waiter that will not return, for whatever reason.
	 */
	private void abandon(AdmissionWaiter waiter) {
		if (!this.permits.leave(waiter) && waiter.state == AdmissionWaiter.State.ADMITTED) {
			release();
		}
	}

	/**
	 * Get a permit if there is one now and nobody waits for it. Never waits.
	 * @return whether the caller has a permit
	 */
	public boolean tryAcquire() {
		if (this.permits.tryTake()) {
			this.counts.admitted();
			tellAdmitted();
			return true;
		}
		return false;
	}

	/**
	 * Get a permit at once, be it beyond the limit: nobody else gets one then until
	 * enough have been given back. For one who has a permit already and would wait for
	 * itself, and others like it, in the line. Never waits.
	 * @throws AdmissionRejectedException if the gate is closed
	 */
	public void acquireAnyway() {
		if (this.permits.isClosed()) {
			throw rejected(Reason.CLOSED, 0);
		}
		this.permits.takeAnyway();
		this.counts.admitted();
		tellAdmitted();
	}

	private void tellAdmitted() {
		AdmissionListener told = this.listener;
		if (told != null) {
			told.admitted();
		}
	}

	/**
	 * Give a permit back. May be called by another thread than the one that has acquired
	 * it, and after {@link #close()}.
	 * @throws IllegalStateException if all permits have been given back already
	 */
	public void release() {
		wake(this.permits.give(EventLoop.current()));
		AdmissionListener told = this.listener;
		if (told != null) {
			told.released();
		}
	}

	/**
	 * Have a listener told of all that happens from now on.
	 * @param listener the listener, or {@code null} to tell nobody
	 */
	public void listener(@Nullable AdmissionListener listener) {
		this.listener = listener;
	}

	/**
	 * Return the name.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Return how many may be in at once.
	 * @return the limit
	 */
	public int limit() {
		return this.permits.limit();
	}

	/**
	 * Change how many may be in at once. A higher limit lets those in that wait; with a
	 * lower one, nobody is let in until enough have released.
	 * @param limit the limit, one or more
	 * @throws IllegalArgumentException if the limit is less than one
	 */
	public void limit(int limit) {
		wake(this.permits.limit(checkLimit(limit)));
	}

	/**
	 * Let nobody in any more, and reject those who wait. Those who are in release as
	 * usual. A further call does nothing.
	 */
	@Override
	public void close() {
		wake(this.permits.close());
	}

	/**
	 * Return what the gate has seen.
	 * @return a snapshot
	 */
	public AdmissionSnapshot snapshot() {
		return this.counts.snapshot(this.name, this.permits);
	}

	/**
	 * Return for how long callers have been turned away again and again, as too many
	 * waited or for too long: from the first rejection to the last, exact to 100 ms. A
	 * pause of more than five seconds ends the period. That the gate is closed does not
	 * count.
	 * @return the time, zero if no period goes on
	 */
	public Duration shedding() {
		return this.counts.shedding();
	}

	private AdmissionRejectedException rejected(Reason reason, long waitedNanos) {
		this.counts.rejected(reason);
		AdmissionListener told = this.listener;
		if (told != null) {
			told.rejected(reason);
		}
		String message = switch (reason) {
			case QUEUE_FULL -> "lets " + limit() + " in at once, and " + this.permits.longestLine()
					+ " wait already, so no more are taken: try again later";
			case WAITED_TOO_LONG -> "lets " + limit() + " in at once, and no turn came within "
					+ TimeUnit.NANOSECONDS.toMillis(waitedNanos) + " ms: try again later";
			case CLOSED -> "is closed";
		};
		return new AdmissionRejectedException(this.name, reason, message);
	}

	/**
	 * Wake those who were served, one after the other.
	 */
	private static void wake(@Nullable AdmissionWaiter served) {
		for (AdmissionWaiter waiter = served; waiter != null; waiter = waiter.next) {
			LockSupport.unpark(waiter.thread());
		}
	}

	private static long nanos(Duration wait) {
		// So that a deadline made of it does not overflow
		return Math.min(TimeUnit.NANOSECONDS.convert(wait), Long.MAX_VALUE / 2);
	}

	static int checkLimit(int limit) {
		if (limit < 1) {
			throw new IllegalArgumentException("The limit must be one or more, not " + limit);
		}
		return limit;
	}

	@Override
	public String toString() {
		return "AdmissionGate[%s: %d of %d in, %d wait]".formatted(this.name, this.permits.taken(), limit(),
				this.permits.waiting());
	}

}
