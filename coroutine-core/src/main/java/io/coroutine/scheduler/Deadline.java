package io.coroutine.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import org.jspecify.annotations.Nullable;

/**
 * Ends the waits of one {@link Direction} when their time is up. It is left in its wheel
 * when a wait ends before: the next wait, which most often follows soon with a later
 * deadline, finds it there and costs nothing. When it fires too early for the present
 * wait it goes back into the wheel; when nobody waits it stays out.
 * <p>
 * {@code armed} is set by whoever puts it into a wheel. A waiter writes {@code waiter}
 * and then looks at {@code armed}; {@link #fire} clears {@code armed} and then looks at
 * {@code waiter}. Both are volatile, so one of the two sees the other's write, and a wait
 * never goes without its timer.
 */
final class Deadline extends Timer {

	private static final VarHandle ARMED;

	static {
		try {
			ARMED = MethodHandles.lookup().findVarHandle(Deadline.class, "armed", boolean.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final Direction direction;

	private volatile @Nullable Object waiter;

	private volatile long nanos;

	private volatile boolean armed;

	private volatile long armedFor;

	private volatile @Nullable EventLoop wheel;

	Deadline(Direction direction) {
		this.direction = direction;
	}

	/**
	 * Watch over a wait that has begun.
	 * @return {@code false} if the timer stands in a wheel for too late a time, or can
	 * not be put into that of the loop
	 */
	boolean guard(EventLoop loop, Object waiting, long deadlineNanos) {
		this.nanos = deadlineNanos;
		this.waiter = waiting;
		if (!ARMED.compareAndSet(this, false, true)) {
			return this.armedFor - deadlineNanos <= 0;
		}
		return putInto(loop, deadlineNanos);
	}

	private boolean putInto(EventLoop loop, long deadlineNanos) {
		this.armedFor = deadlineNanos;
		this.wheel = loop;
		if (loop.addTimer(this, deadlineNanos)) {
			return true;
		}
		this.armed = false;
		return false;
	}

	void waitEnded() {
		this.waiter = null;
	}

	@Override
	void fire(EventLoop loop) {
		Object waiting = this.waiter;
		if (waiting != null && this.direction.isWaiting(waiting)) {
			if (System.nanoTime() - this.nanos < 0) {
				putInto(loop, this.nanos);
				return;
			}
			this.armed = false;
			this.direction.timeOut(waiting, loop);
		}
		else {
			this.armed = false;
		}
		// A wait that began meanwhile may have found the timer armed and rely on it
		if (isNeeded() && ARMED.compareAndSet(this, false, true)) {
			putInto(loop, this.nanos);
		}
	}

	private boolean isNeeded() {
		Object waiting = this.waiter;
		return waiting != null && this.direction.isWaiting(waiting);
	}

	/**
	 * Take the timer out of its wheel, as there will be no more waits.
	 */
	void cancel() {
		EventLoop loop = this.wheel;
		this.waiter = null;
		if (loop != null && this.armed) {
			loop.execute((wheelLoop) -> wheelLoop.removeTimer(this));
		}
	}

}
