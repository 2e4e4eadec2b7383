package io.coroutine.spring.resilience4j;

import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import io.coroutine.internal.loop.Alarm;
import org.jspecify.annotations.Nullable;

/**
 * A task of a {@link CoroutineScheduledExecutor}, which is run by a coroutine when its
 * time has come, and if it is periodic again and again, by one after the other.
 * <p>
 * {@code time} and {@code alarm} are written before the task can run, and then by the
 * coroutine that has run it; others read them.
 *
 * @param <V> the type of the result
 */
final class ScheduledCall<V extends @Nullable Object> extends FutureTask<V> implements ScheduledFuture<V> {

	private final CoroutineScheduledExecutor executor;

	/** Zero for once, negative for a delay after each run. */
	private final long period;

	private final Runnable inContext;

	private volatile long time;

	private volatile @Nullable Alarm alarm;

	/**
	 * Create a task of the caller, whose context it has.
	 * @param executor is told its end
	 * @param task what is run
	 * @param delay until the first run, in nanoseconds
	 * @param period in nanoseconds from start to start; negative for those from an end to
	 * the next start; zero to run once
	 */
	ScheduledCall(CoroutineScheduledExecutor executor, Callable<V> task, long delay, long period) {
		super(task);
		this.executor = executor;
		this.period = period;
		this.time = System.nanoTime() + delay;
		this.inContext = executor.decorate(this::runDue);
	}

	boolean isPeriodic() {
		return this.period != 0;
	}

	/**
	 * Wait for the time.
	 */
	void schedule() {
		this.alarm = this.executor.alarm(getDelay(TimeUnit.NANOSECONDS), this.inContext);
	}

	private void runDue() {
		this.alarm = null;
		if (!isPeriodic()) {
			run();
		}
		else if (runAndReset()) {
			this.time = (this.period > 0) ? this.time + this.period : System.nanoTime() - this.period;
			if (this.executor.isShutdown()) {
				cancel(false);
			}
			else {
				schedule();
			}
		}
	}

	@Override
	public boolean cancel(boolean mayInterruptIfRunning) {
		boolean cancelled = super.cancel(mayInterruptIfRunning);
		Alarm pending = this.alarm;
		if (cancelled && pending != null) {
			pending.cancel();
		}
		return cancelled;
	}

	@Override
	protected void done() {
		this.executor.ended(this);
	}

	@Override
	public long getDelay(TimeUnit unit) {
		return unit.convert(this.time - System.nanoTime(), TimeUnit.NANOSECONDS);
	}

	@Override
	public int compareTo(Delayed other) {
		return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
	}

}
