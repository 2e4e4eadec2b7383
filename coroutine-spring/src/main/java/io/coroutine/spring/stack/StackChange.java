package io.coroutine.spring.stack;

import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;

import io.coroutine.Blocking;
import org.jspecify.annotations.Nullable;

/**
 * Code that runs on a private stack, in the name of the coroutine that calls.
 *
 * @param <T> the type of the result
 */
final class StackChange<T extends @Nullable Object> implements Callable<T> {

	/** Instead of a size: as configured for all private stacks. */
	static final long DEFAULT_SIZE = 0;

	private final Callable<T> task;

	/** Written on the private stack, read after the call. */
	private boolean begun;

	private StackChange(Callable<T> task) {
		this.task = task;
	}

	/**
	 * Run code on a private stack and wait for it.
	 * @param stackBytes the size of the stack, or {@link #DEFAULT_SIZE}
	 * @throws NoPrivateStackException if there is none; the code has not run then
	 * @throws Exception what the code has thrown, as it is
	 */
	static <T extends @Nullable Object> T call(long stackBytes, Callable<T> task) throws Exception {
		StackChange<T> change = new StackChange<>(task);
		try {
			return (stackBytes == DEFAULT_SIZE) ? Blocking.call(change) : Blocking.call(stackBytes, change);
		}
		catch (RejectedExecutionException ex) {
			if (change.begun) {
				throw ex;
			}
			throw new NoPrivateStackException(ex);
		}
	}

	@Override
	public T call() throws Exception {
		this.begun = true;
		return this.task.call();
	}

}
