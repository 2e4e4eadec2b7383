package io.coroutine.internal.scheduler;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

import io.coroutine.internal.fiber.Fiber;
import org.jspecify.annotations.Nullable;

/**
 * The task of one coroutine, and its result. To cancel it interrupts the coroutine as
 * {@link Cancellation} does, where the JDK's own task interrupts the thread wherever it
 * is.
 * <p>
 * The coroutine writes {@code fiber} and then looks whether it is cancelled; who cancels
 * says so and then reads {@code fiber}. Both are volatile, so the code does not begin, or
 * it is interrupted.
 *
 * @param <T> the type of the result
 */
public class CancellableTask<T extends @Nullable Object> extends FutureTask<T> {

	private volatile @Nullable Fiber fiber;

	/**
	 * Create the task.
	 * @param task what it runs
	 */
	public CancellableTask(Callable<T> task) {
		super(task);
	}

	/**
	 * Called by the coroutine.
	 */
	@Override
	public final void run() {
		this.fiber = Fiber.current();
		super.run();
	}

	/**
	 * Cancel it. May be called by any thread but a carrier.
	 */
	@Override
	public final boolean cancel(boolean mayInterruptIfRunning) {
		boolean cancelled = super.cancel(false);
		Fiber running = this.fiber;
		if (cancelled && mayInterruptIfRunning && running != null) {
			Cancellation.of(running);
		}
		return cancelled;
	}

}
