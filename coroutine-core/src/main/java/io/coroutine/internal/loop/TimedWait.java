package io.coroutine.internal.loop;

import java.util.concurrent.locks.LockSupport;

import io.coroutine.internal.timer.Timer;
import io.coroutine.internal.wait.WaitReason;
import org.jspecify.annotations.Nullable;

/**
 * The wait of a thread for something that may not come in time. For a coroutine on an
 * event loop the time is watched by the timers of that loop, and not by the one timer
 * thread of the JDK, which would wake it from outside. All other threads wait as usual.
 * <p>
 * Created, used and ended by the thread that waits. The timer touches nothing but that
 * thread: it unparks it, once, and that looks at the clock. One that fires after
 * {@link #end()} makes one park of the thread return early, as any unpark may. A loop
 * that ends does the same, and from then on the JDK watches the time.
 */
public final class TimedWait extends Timer {

	private final Thread thread = Thread.currentThread();

	private final long deadlineNanos;

	/** The loop whose timers watch the time; {@code null} if the JDK does. */
	private final @Nullable EventLoop wheel;

	/**
	 * Begin a wait of the current thread. It must be ended.
	 * @param deadlineNanos until when, as {@link System#nanoTime()}
	 */
	public TimedWait(long deadlineNanos) {
		this.deadlineNanos = deadlineNanos;
		EventLoop loop = EventLoop.current();
		this.wheel = (loop != null && loop.addTimer(this, deadlineNanos)) ? loop : null;
	}

	/**
	 * Park until the thread is unparked or interrupted, or the time is up; or for no
	 * reason.
	 * @param reason tells those who look what the thread waits for
	 * @return {@code false} if the time was up before
	 */
	public boolean park(WaitReason reason) {
		long left = this.deadlineNanos - System.nanoTime();
		if (left <= 0) {
			return false;
		}
		if (this.wheel != null && !this.wheel.group().isStopped()) {
			LockSupport.park(reason);
		}
		else {
			LockSupport.parkNanos(reason, left);
		}
		return true;
	}

	/**
	 * End the wait: leave no timer behind.
	 */
	public void end() {
		if (this.wheel != null) {
			this.wheel.cancelTimer(this);
		}
	}

	@Override
	protected void fire() {
		LockSupport.unpark(this.thread);
	}

	@Override
	protected void wheelEnded() {
		LockSupport.unpark(this.thread);
	}

}
