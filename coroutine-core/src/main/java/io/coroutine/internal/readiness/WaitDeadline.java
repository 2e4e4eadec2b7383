package io.coroutine.internal.readiness;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import io.coroutine.internal.loop.EventLoop;
import io.coroutine.internal.timer.Timer;
import org.jspecify.annotations.Nullable;

/**
 * Ends the waits of one {@link Direction} when their time is up. It is left in its wheel
 * when a wait ends before: the next wait, which most often follows soon with a later
 * deadline, finds it there and costs nothing. When it fires too early for the present
 * wait it goes back into the wheel; when nobody waits it stays out.
 * <p>
 * {@code armed} is set by whoever puts it into a wheel. A waiter makes itself known to
 * the direction and then looks at {@code armed}; {@link #fire} clears {@code armed} and
 * then looks for a waiter. All is volatile, so one of the two sees the other's write, and
 * a wait never goes without its timer.
 */
class WaitDeadline extends Timer {

	private static final VarHandle ARMED;

	static {
		try {
			ARMED = MethodHandles.lookup().findVarHandle(WaitDeadline.class, "armed", boolean.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final Direction direction;

	private volatile boolean armed;

	private volatile long armedFor;

	private volatile @Nullable EventLoop wheel;

	WaitDeadline(Direction direction) {
		this.direction = direction;
	}

	/**
	 * Watch over a wait that has begun.
	 * @return {@code false} if the timer stands in a wheel for too late a time, or cannot
	 * be put into that of the loop
	 */
	boolean guard(EventLoop loop, long deadlineNanos) {
		if (!ARMED.compareAndSet(this, false, true)) {
			return this.armedFor - deadlineNanos <= 0;
		}
		return putInto(loop, deadlineNanos);
	}

	private boolean putInto(EventLoop loop, long deadlineNanos) {
		this.armedFor = deadlineNanos;
		this.wheel = loop;
		if (addTo(loop, deadlineNanos)) {
			return true;
		}
		this.armed = false;
		return false;
	}

	/**
	 * The one thing in which a stress test differs, which has no loop.
	 */
	boolean addTo(EventLoop loop, long deadlineNanos) {
		return loop.addTimer(this, deadlineNanos);
	}

	@Override
	protected void fire() {
		EventLoop loop = wheel();
		assert loop.isConfined();
		long until = this.direction.waitsUntil();
		if (until != 0 && System.nanoTime() - until < 0) {
			this.armedFor = until;
			// Another wait, for less, may have begun and relied on what was there before
			long latest = this.direction.waitsUntil();
			putInto(loop, (latest != 0 && latest - until < 0) ? latest : until);
			return;
		}
		this.armed = false;
		if (until != 0) {
			this.direction.timeOut(loop);
			return;
		}
		until = this.direction.waitsUntil();
		if (until != 0 && ARMED.compareAndSet(this, false, true)) {
			putInto(loop, until);
		}
	}

	/**
	 * Return the loop on which it fires, which is that of the wheel it is in.
	 */
	@SuppressWarnings("NullAway") // It fires only after it was put into a wheel
	private EventLoop wheel() {
		return this.wheel;
	}

	/**
	 * Take the timer out of its wheel, as there will be no more waits for it.
	 */
	void cancel() {
		EventLoop loop = this.wheel;
		if (loop != null && this.armed) {
			loop.execute((wheelLoop) -> wheelLoop.removeTimer(this));
		}
	}

}
