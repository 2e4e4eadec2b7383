package io.coroutine;

import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

import io.coroutine.scheduler.Fiber;
import io.coroutine.scheduler.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Runs a piece of blocking or native code where it holds up nobody: on a private stack,
 * which is a fresh platform thread, while the coroutine waits and its event loop goes on.
 * For files, native libraries, and whatever else occupies its thread while it waits.
 * <p>
 * A coroutine that has a private stack already, code inside of such a piece, and callers
 * that are no coroutine run the code where they are.
 * <p>
 * The code runs in the name of the coroutine: {@link Coroutine#current()}, values that
 * belong to the coroutine, and the context class loader are the same, and what the one
 * side writes the other sees. The thread is another: thread-locals and scoped values of
 * the coroutine are not seen, and locks that it holds are not held by the code, which
 * must not take them. The code can not {@linkplain Coroutine#suspend() suspend} the
 * coroutine.
 * <p>
 * Private stacks are limited, see {@link CoroutineRuntimeBuilder#privateStackLimit} and
 * {@link CoroutineRuntimeBuilder#privateStackQueue}; this code counts among them, and
 * waits for one if all are in use.
 * <p>
 * The call returns when the code has ended, never before. {@linkplain Coroutine#cancel()
 * Cancelling} the coroutine interrupts the thread of the code; an interrupt that the code
 * has not consumed is the coroutine's again when the call returns. A coroutine that is
 * cancelled before there is a stack waits no longer and does not run the code.
 */
public final class Blocking {

	private Blocking() {
	}

	/**
	 * Run code that has a result.
	 * @param <T> the type of the result
	 * @param task the code
	 * @return its result
	 * @throws Exception what the code has thrown, as it is
	 * @throws RejectedExecutionException if the code has not run: too many wait for a
	 * private stack, the operating system gives no thread, the coroutine was cancelled
	 * while it waited, or its runtime is shut down
	 */
	public static <T extends @Nullable Object> T call(Callable<T> task) throws Exception {
		Fiber fiber = callerOnSharedStack();
		return (fiber != null) ? elsewhere(fiber, task) : task.call();
	}

	/**
	 * Run code that has no result.
	 * @param task the code; what it throws comes out as it is
	 * @throws RejectedExecutionException as for {@link #call}
	 */
	public static void run(Runnable task) {
		Fiber fiber = callerOnSharedStack();
		if (fiber != null) {
			elsewhere(fiber, Executors.callable(task));
		}
		else {
			task.run();
		}
	}

	/**
	 * Return the coroutine that calls, if it is on its own thread and has no whole stack.
	 */
	private static @Nullable Fiber callerOnSharedStack() {
		return (Thread.currentThread().isVirtual()) ? Scheduler.current() : null;
	}

	private static <T extends @Nullable Object> T elsewhere(Fiber fiber, Callable<T> task) {
		DefaultCoroutineRuntime runtime = DefaultCoroutineRuntime.of(fiber);
		if (runtime == null) {
			throw new RejectedExecutionException("The coroutine runtime is shut down");
		}
		return fiber.scheduler().callOnPrivateStack(fiber, runtime.privateStackBytes(), task);
	}

}
