package io.coroutine.channel;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import io.coroutine.internal.wait.WaitReason;
import io.coroutine.snapshot.WaitKind;
import io.coroutine.snapshot.WaitingFor;
import org.jspecify.annotations.Nullable;

/**
 * The wait of one thread, a coroutine or not, in one channel or, as a select, in several.
 * At most one of its {@link ChannelWaiter}s is served.
 * <p>
 * {@code outcome} changes once, by compare-and-set:
 * <ul>
 * <li>from {@code null} to a waiter: by whoever serves that one, from any thread that
 * holds the lock of its channel. Several channels may try at the same time, one
 * wins;</li>
 * <li>from {@code null} to {@link #GIVEN_UP}: by the thread that waits, when its time is
 * up or it is interrupted. From then on nobody gives it anything.</li>
 * </ul>
 * What is in the waiter was written before the change, and is read by the thread that
 * waits after it has seen it. That thread is unparked after the change and looks again
 * before it parks, so it never misses it.
 */
final class ChannelWait implements WaitReason {

	/** Instead of a time: wait without limit. */
	static final long WITHOUT_LIMIT = Long.MAX_VALUE;

	private static final Object GIVEN_UP = new Object();

	private final AtomicReference<@Nullable Object> outcome = new AtomicReference<>();

	private final Thread thread = Thread.currentThread();

	private final String purpose;

	private final Object target;

	/**
	 * Create the wait of the current thread.
	 * @param purpose what it waits for, to go before the target
	 * @param target the channel or the select
	 */
	ChannelWait(String purpose, Object target) {
		this.purpose = purpose;
		this.target = target;
	}

	/**
	 * Return what tells a channel or a select from the others, to people.
	 */
	static String label(Object target) {
		return target.getClass().getSimpleName() + "@" + Integer.toHexString(System.identityHashCode(target));
	}

	/**
	 * Convert a time-out.
	 * @return nanoseconds; zero or less not to wait, {@link #WITHOUT_LIMIT} if it is
	 * beyond 292 years
	 */
	static long nanos(Duration timeout) {
		return TimeUnit.NANOSECONDS.convert(Objects.requireNonNull(timeout, "The time-out must not be null"));
	}

	/**
	 * Serve a waiter of this wait. The caller must {@link #wake()} the thread then.
	 * @return {@code false} if another one is served already, or the wait given up
	 */
	boolean serve(ChannelWaiter<?> waiter) {
		return this.outcome.compareAndSet(null, waiter);
	}

	void wake() {
		LockSupport.unpark(this.thread);
	}

	/**
	 * Tell whether a waiter is the one that was served.
	 */
	boolean hasServed(ChannelWaiter<?> waiter) {
		return this.outcome.get() == waiter;
	}

	/**
	 * Wait until one of the waiters is served. Called by the thread of the wait. An
	 * interrupt that comes too late to give up is kept for later.
	 * @param nanos how long, or {@link #WITHOUT_LIMIT}
	 * @return {@code false} if none was served in time, and none will be
	 * @throws InterruptedException if the thread is interrupted; none will be served
	 */
	boolean await(long nanos) throws InterruptedException {
		long deadline = System.nanoTime() + nanos;
		while (this.outcome.get() == null) {
			long left = (nanos != WITHOUT_LIMIT) ? deadline - System.nanoTime() : WITHOUT_LIMIT;
			if (left <= 0) {
				return !giveUp();
			}
			if (left != WITHOUT_LIMIT) {
				LockSupport.parkNanos(this, left);
			}
			else {
				LockSupport.park(this);
			}
			if (Thread.interrupted()) {
				if (giveUp()) {
					throw new InterruptedException();
				}
				this.thread.interrupt();
			}
		}
		return true;
	}

	/**
	 * Give up, if nothing is served yet. Called by the thread of the wait.
	 */
	boolean giveUp() {
		return this.outcome.compareAndSet(null, GIVEN_UP);
	}

	@Override
	public WaitingFor describeWait(Thread waiter) {
		return new WaitingFor(WaitKind.CHANNEL, this.purpose + " " + label(this.target));
	}

}
