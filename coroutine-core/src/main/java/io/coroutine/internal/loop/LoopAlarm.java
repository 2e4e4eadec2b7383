package io.coroutine.internal.loop;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import io.coroutine.internal.timer.Timer;
import org.jspecify.annotations.Nullable;

/**
 * An {@link Alarm} in the timer wheel of a loop. To set it and to call it off costs no
 * more than a few instructions on that loop, where most who do so are; else the loop is
 * asked to.
 * <p>
 * {@code task} goes to {@code null} once, when it is called off. Who puts the timer into
 * the wheel on behalf of another thread looks at it before, and the removal comes after
 * in the queue of the loop; so a timer that was called off is not left there.
 */
public class LoopAlarm extends Timer implements Alarm {

	private final Executor starter;

	private final EventLoop home;

	private volatile @Nullable Runnable task;

	LoopAlarm(Executor starter, EventLoop home, Runnable task) {
		this.starter = starter;
		this.home = home;
		this.task = task;
	}

	/**
	 * Set an alarm. Called by any thread.
	 * @param starter starts a coroutine that does the task
	 */
	public static Alarm set(Executor starter, EventLoop home, long deadlineNanos, Runnable task) {
		LoopAlarm alarm = new LoopAlarm(starter, home, task);
		if (!home.addTimer(alarm, deadlineNanos)) {
			home.execute((loop) -> alarm.addTo(loop, deadlineNanos));
		}
		return alarm;
	}

	/**
	 * Put it into the wheel, unless it was called off. Called by the loop.
	 */
	final void addTo(EventLoop loop, long deadlineNanos) {
		if (this.task != null) {
			insert(loop, deadlineNanos);
		}
	}

	void insert(EventLoop loop, long deadlineNanos) {
		assert loop.isConfined();
		loop.addTimer(this, deadlineNanos);
	}

	@Override
	protected final void fire() {
		Runnable due = this.task;
		if (due != null) {
			start(due);
		}
	}

	void start(Runnable due) {
		try {
			this.starter.execute(due);
		}
		catch (RejectedExecutionException ex) {
			// All that could be concerned is cancelled anyway
		}
	}

	@Override
	public final void cancel() {
		if (this.task != null) {
			this.task = null;
			remove(this.home);
		}
	}

	void remove(EventLoop loop) {
		loop.cancelTimer(this);
	}

}
