package io.coroutine.internal.stack;

import java.util.concurrent.RejectedExecutionException;

import io.coroutine.snapshot.WorkingFor;
import org.jspecify.annotations.Nullable;

/**
 * Who runs on a private stack, now or when its turn comes.
 */
interface StackUser {

	/**
	 * Return the thread that is the stack. {@link PrivateStacks} starts it, and it calls
	 * {@link PrivateStacks#release()} at its end.
	 */
	Thread thread();

	/**
	 * Return what it works for.
	 * @return what it works for, or {@code null} if that is not known
	 */
	@Nullable WorkingFor workingFor();

	/**
	 * Called, once, instead of the start of the thread, when its turn has come after a
	 * wait and it cannot be started. Called by any thread.
	 */
	void startFailed(RejectedExecutionException failure);

}
