package io.coroutine.scheduler;

import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * Code that runs on a private stack in the name of a coroutine, which waits for it.
 * <p>
 * {@link #await} is called by the coroutine, once. {@code ended} is set once: by the
 * thread of the stack when the code has ended; by whoever finds that this thread can not
 * be started; or by the coroutine, when it is interrupted while it waits for a stack, and
 * takes itself out of the queue.
 * <p>
 * Ordering: what the coroutine has written is seen by the code, as the lock of
 * {@link PrivateStacks} and the start of the thread are between; what the code has
 * written is seen by the coroutine, as it reads {@code ended}, which is volatile and
 * written last. So the two may use the same unsynchronized values, such as
 * {@link Fiber#locals()}, in turn.
 * <p>
 * Interrupts: the lock of this call orders those of the coroutine against the end of the
 * code. One before the end goes to the thread, and what that has not consumed comes back;
 * a later one stays with the coroutine. None is lost.
 *
 * @param <T> the type of the result
 */
final class BlockingCall<T extends @Nullable Object> implements StackUser {

	private final Fiber fiber;

	private final PrivateStacks stacks;

	private final Callable<T> task;

	private final Thread thread;

	private @Nullable T result;

	private @Nullable Throwable failure;

	/** Whether {@link #await} leaves the coroutine interrupted; written as ended is. */
	private boolean interrupted;

	private volatile boolean ended;

	/**
	 * Create a call.
	 * @param fiber the coroutine that calls
	 */
	BlockingCall(Fiber fiber, PrivateStacks stacks, long stackBytes, Callable<T> task) {
		this.fiber = fiber;
		this.stacks = stacks;
		this.task = task;
		this.thread = stacks.newThread(fiber.thread().getName() + "-blocking", stackBytes, this::run);
	}

	@Override
	public Thread thread() {
		return this.thread;
	}

	/**
	 * Run the code and wait for its end.
	 * @return its result
	 * @throws RejectedExecutionException if there is no stack for it, or the coroutine is
	 * interrupted before there is one; it has not run then
	 */
	T await() {
		this.stacks.start(this);
		while (!this.ended) {
			LockSupport.park(this);
			if (Thread.interrupted()) {
				passInterruptOn();
			}
		}
		if (this.interrupted) {
			Thread.currentThread().interrupt();
		}
		return outcome();
	}

	private synchronized void passInterruptOn() {
		if (this.ended) {
			this.interrupted = true;
		}
		else if (this.stacks.withdraw(this)) {
			this.failure = new RejectedExecutionException(
					"The coroutine was cancelled while it waited for a private stack");
			this.interrupted = true;
			this.ended = true;
		}
		else {
			this.thread.interrupt();
		}
	}

	@SuppressWarnings("NullAway") // The result is null only if the task returns null
	private T outcome() {
		if (this.failure != null) {
			throw BlockingCall.<RuntimeException>asItIs(this.failure);
		}
		return this.result;
	}

	@SuppressWarnings({ "unchecked", "TypeParameterUnusedInFormals" })
	private static <X extends Throwable> X asItIs(Throwable failure) throws X {
		throw (X) failure;
	}

	/**
	 * What the thread runs.
	 */
	private void run() {
		try {
			CurrentFiber.set(this.fiber);
			this.result = this.task.call();
		}
		catch (Throwable ex) {
			this.failure = ex;
		}
		finally {
			try {
				CurrentFiber.clear();
				// Before the coroutine goes on, as its next call may need the stack
				this.stacks.release();
			}
			finally {
				end();
			}
		}
	}

	@Override
	public void startFailed(RejectedExecutionException failure) {
		this.failure = failure;
		end();
	}

	private void end() {
		synchronized (this) {
			this.interrupted = this.thread.isInterrupted();
			this.ended = true;
		}
		LockSupport.unpark(this.fiber.thread());
	}

	@Override
	public String toString() {
		return "blocking call of " + this.fiber.thread().getName();
	}

}
