package io.coroutine.scope;

import java.util.concurrent.Callable;

import io.coroutine.internal.scheduler.CancellableTask;
import org.jspecify.annotations.Nullable;

/**
 * A child of a {@link CoroutineScope}: what it runs, and what becomes of that.
 * <p>
 * A future is complete at once when it is cancelled, while its code still runs. So the
 * end of the code is told apart, and what it throws after it was cancelled is kept.
 * {@code failure} is written by the child before it tells its end, and read after that.
 *
 * @param <T> the type of the result
 */
final class Fork<T extends @Nullable Object> extends CancellableTask<T> {

	private final ForkGroup group;

	private @Nullable Throwable failure;

	Fork(ForkGroup group, Callable<T> task) {
		super(task);
		this.group = group;
	}

	@Override
	protected void setException(Throwable ex) {
		this.failure = ex;
		super.setException(ex);
	}

	boolean isOf(ForkGroup other) {
		return this.group == other;
	}

	/**
	 * Return what the code has thrown, also if nobody sees it in the future.
	 */
	@Nullable Throwable failure() {
		return this.failure;
	}

}
