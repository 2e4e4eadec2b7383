package io.coroutine;

import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

import io.coroutine.internal.fiber.Fiber;
import io.coroutine.internal.jdk.ThreadContext;
import io.coroutine.internal.scheduler.Scheduler;
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
 * belong to the coroutine, all its thread-locals, the scoped values that are bound, and
 * the context class loader are the same, and what the one side writes the other sees.
 * Thread-locals and scoped values need {@code java.lang} open, as it is with the
 * event-loop engine. Without that the code has what a coroutine would take over that its
 * own coroutine creates, see {@link CoroutineRuntimeBuilder#contextInheritance}, and the
 * coroutine does not see what the code changes of that.
 * <p>
 * The thread is another: locks that the coroutine holds are not held by the code, which
 * must not take them. The code cannot {@linkplain Coroutine#suspend() suspend} the
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

	private static final long DEFAULT_SIZE = 0;

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
		return (fiber != null) ? elsewhere(fiber, DEFAULT_SIZE, task) : task.call();
	}

	/**
	 * Run code that has a result on a stack of a size that the code needs.
	 * @param <T> the type of the result
	 * @param stackBytes the size of the stack in bytes, 128 kB to 1 GB; without meaning
	 * if the code runs where it is
	 * @param task the code
	 * @return its result
	 * @throws Exception what the code has thrown, as it is
	 * @throws RejectedExecutionException as for {@link #call(Callable)}
	 * @throws IllegalArgumentException if the size is out of range
	 */
	public static <T extends @Nullable Object> T call(long stackBytes, Callable<T> task) throws Exception {
		CoroutineBuilder.checkStackBytes(stackBytes);
		Fiber fiber = callerOnSharedStack();
		return (fiber != null) ? elsewhere(fiber, stackBytes, task) : task.call();
	}

	/**
	 * Tell whether {@link #call} would change the stack: whether the caller is a
	 * coroutine that is not on a private stack already.
	 * @return whether it would
	 */
	public static boolean changesStack() {
		return callerOnSharedStack() != null;
	}

	/**
	 * Run code that has no result.
	 * @param task the code; what it throws comes out as it is
	 * @throws RejectedExecutionException as for {@link #call(Callable)}
	 */
	public static void run(Runnable task) {
		Fiber fiber = callerOnSharedStack();
		if (fiber != null) {
			elsewhere(fiber, DEFAULT_SIZE, Executors.callable(task));
		}
		else {
			task.run();
		}
	}

	/**
	 * Return the coroutine that calls, if it is on its own thread and has no whole stack.
	 */
	private static @Nullable Fiber callerOnSharedStack() {
		return (Thread.currentThread().isVirtual()) ? Fiber.current() : null;
	}

	private static <T extends @Nullable Object> T elsewhere(Fiber fiber, long stackBytes, Callable<T> task) {
		DefaultCoroutineRuntime runtime = DefaultCoroutineRuntime.of(fiber);
		if (runtime == null) {
			throw new RejectedExecutionException("The coroutine runtime is shut down");
		}
		Callable<T> inContext = (ThreadContext.isAvailable()) ? task : inherited(runtime, task);
		long size = (stackBytes != DEFAULT_SIZE) ? stackBytes : runtime.privateStackBytes();
		return Scheduler.of(fiber).callOnPrivateStack(fiber, size, inContext);
	}

	private static <T extends @Nullable Object> Callable<T> inherited(DefaultCoroutineRuntime runtime,
			Callable<T> task) {
		ContextInheritance inheritance = runtime.inheritance();
		ContextInheritance.Captured context = (inheritance != null) ? inheritance.capture() : null;
		if (context == null) {
			return task;
		}
		return () -> {
			Runnable end = context.install();
			try {
				return task.call();
			}
			finally {
				end.run();
			}
		};
	}

}
