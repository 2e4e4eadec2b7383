package io.coroutine.internal.readiness;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

import io.coroutine.internal.loop.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a descriptor: whether it is ready, or who waits for that.
 * <p>
 * States of {@code state}, all changed by compare-and-set:
 * <ul>
 * <li>{@code null}: nobody waits, and nothing has happened since the last wait
 * began;</li>
 * <li>{@link #READY}: an event has come while nobody waited;</li>
 * <li>a {@link Thread} or a {@link ReadinessListener}: it waits;</li>
 * <li>{@link #CLOSED}: closed, for ever.</li>
 * </ul>
 * {@code null} → waiter: the waiter, by {@link #begin}, after a system call that said
 * {@code EAGAIN}. Waiter → {@code null}: whoever ends the wait, and only the one whose
 * compare-and-set succeeds wakes the waiter: an event, the time-out, or the waiter itself
 * after an interrupt. {@code null} → {@code READY}: an event. {@code READY} →
 * {@code null}: {@link #begin}, which makes the waiter try its system call once more.
 * <p>
 * No wake-up is lost: the kernel reports each change after the {@code EAGAIN}, and such
 * an event finds either the waiter, or {@code null} and leaves {@code READY} for the
 * waiter's {@link #begin} to find. One thread at a time waits in a direction; the caller
 * sees to that. All else may be called from any thread.
 */
final class Direction {

	static final Object READY = new Object();

	static final Object CLOSED = new Object();

	private static final VarHandle STATE;

	static {
		try {
			STATE = MethodHandles.lookup().findVarHandle(Direction.class, "state", Object.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private volatile @Nullable Object state;

	/** Of the wait that {@code state} tells of; written before that begins. */
	private volatile long deadline;

	/**
	 * Begin to wait.
	 * @param deadlineNanos until when, as {@link System#nanoTime()}; 0 for no limit
	 * @return whether the wait has begun; if not, there has been an event, or the
	 * descriptor is closed
	 */
	boolean begin(Object waiter, long deadlineNanos) {
		this.deadline = deadlineNanos;
		if (STATE.compareAndSet(this, null, waiter)) {
			return true;
		}
		STATE.compareAndSet(this, READY, null);
		return false;
	}

	/**
	 * End the wait of a waiter without waking it.
	 * @return whether it was waiting
	 */
	boolean end(Object waiter) {
		return STATE.compareAndSet(this, waiter, null);
	}

	boolean isWaiting(Object waiter) {
		return this.state == waiter;
	}

	boolean hasWaiter() {
		return isWaiter(this.state);
	}

	/**
	 * Return who waits.
	 * @return the thread or listener, or {@code null} if nobody does
	 */
	@Nullable Object waiter() {
		Object current = this.state;
		return (isWaiter(current)) ? current : null;
	}

	private static boolean isWaiter(@Nullable Object state) {
		return state != null && state != READY && state != CLOSED;
	}

	/**
	 * Return until when somebody waits, or 0 if nobody does or there is no limit.
	 */
	long waitsUntil() {
		return (hasWaiter()) ? this.deadline : 0;
	}

	/**
	 * Tell whether an event has come that nobody has waited for, and forget it.
	 */
	boolean takeEvent() {
		return this.state == READY && STATE.compareAndSet(this, READY, null);
	}

	void signal(EventLoop loop) {
		while (true) {
			Object current = this.state;
			if (current == READY || current == CLOSED) {
				return;
			}
			if (STATE.compareAndSet(this, current, (current != null) ? null : READY)) {
				if (current != null) {
					wake(current, loop);
				}
				return;
			}
		}
	}

	private static void wake(Object waiter, EventLoop loop) {
		if (waiter instanceof Thread thread) {
			LockSupport.unpark(thread);
		}
		else if (waiter instanceof ReadinessListener listener) {
			listener.onReady(loop);
		}
	}

	/**
	 * End the wait, as its time is up. Should another one have begun meanwhile, that ends
	 * as if there had been an event, which a waiter must bear.
	 */
	void timeOut(EventLoop loop) {
		Object current = this.state;
		if (current == null || !isWaiter(current) || !STATE.compareAndSet(this, current, null)) {
			return;
		}
		long until = this.deadline;
		if (current instanceof ReadinessListener listener && until != 0 && System.nanoTime() - until >= 0) {
			listener.onTimeout(loop);
		}
		else {
			wake(current, loop);
		}
	}

	/**
	 * End the wait of a thread, and wake it.
	 */
	void releaseThread() {
		if (this.state instanceof Thread thread && end(thread)) {
			LockSupport.unpark(thread);
		}
	}

	void close() {
		Object previous = STATE.getAndSet(this, CLOSED);
		if (previous instanceof Thread thread) {
			LockSupport.unpark(thread);
		}
	}

}
