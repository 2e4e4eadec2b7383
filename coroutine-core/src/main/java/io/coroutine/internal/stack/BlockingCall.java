package io.coroutine.internal.stack;

import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;

import io.coroutine.internal.fiber.CurrentFiber;
import io.coroutine.internal.fiber.Fiber;
import io.coroutine.internal.jdk.ThreadContext;
import io.coroutine.internal.wait.WaitReason;
import io.coroutine.snapshot.WaitKind;
import io.coroutine.snapshot.WaitingFor;
import io.coroutine.snapshot.WorkingFor;
import org.jspecify.annotations.Nullable;

/**
 * Code that runs on a private stack in the name of a coroutine, which waits for it.
 * <p>
 * The coroutine's thread-locals and scoped values are lent to the thread of the stack:
 * the coroutine gives them away before it asks for a stack, the thread has them while the
 * code runs, and the coroutine takes them back however the call ends, when the thread has
 * let go of them or has never had them. Where the JDK is not open to that, the thread has
 * its own.
 * <p>
 * {@link #await} is called by the coroutine, once. {@code ended} is set once: by the
 * thread of the stack when the code has ended; by whoever finds that this thread cannot
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
public final class BlockingCall<T extends @Nullable Object> implements StackUser, WaitReason {

	private final Fiber fiber;

	private final PrivateStacks stacks;

	private final Callable<T> task;

	private final @Nullable ThreadContext context;

	private final Thread thread;

	/** When a stack was asked for; written before the thread starts. */
	private long startedAt;

	private @Nullable T result;

	private @Nullable Throwable failure;

	/** Whether {@link #await} leaves the coroutine interrupted; written as ended is. */
	private boolean interrupted;

	private volatile boolean ended;

	private BlockingCall(Fiber fiber, PrivateStacks stacks, long stackBytes, Callable<T> task,
			@Nullable ThreadContext context) {
		this.fiber = fiber;
		this.stacks = stacks;
		this.task = task;
		this.context = context;
		this.thread = stacks.newThread(fiber.thread().getName() + "-blocking", stackBytes, this::run);
	}

	/**
	 * Run code and wait for its end.
	 * @param fiber the coroutine that calls
	 * @return the result of the code
	 * @throws RejectedExecutionException if there is no stack for it, or the coroutine is
	 * interrupted before there is one; it has not run then
	 */
	public static <T extends @Nullable Object> T call(Fiber fiber, PrivateStacks stacks, long stackBytes,
			Callable<T> task) {
		if (!ThreadContext.isAvailable()) {
			return new BlockingCall<>(fiber, stacks, stackBytes, task, null).await();
		}
		ThreadContext context = ThreadContext.take();
		try {
			// After that, so that the thread copies no inheritable thread-locals
			return new BlockingCall<>(fiber, stacks, stackBytes, task, context).await();
		}
		finally {
			context.giveBack();
		}
	}

	@Override
	public Thread thread() {
		return this.thread;
	}

	@Override
	public @Nullable WorkingFor workingFor() {
		return this.fiber.workingFor();
	}

	/**
	 * Ask for a stack and wait for the end. The coroutine must not go on before that,
	 * whatever happens: near the end of its stack, or without memory, it tries again.
	 */
	private T await() {
		this.startedAt = System.nanoTime();
		this.stacks.start(this);
		boolean interrupt = false;
		while (!this.ended) {
			try {
				if (interrupt) {
					passInterruptOn();
					interrupt = false;
				}
				else {
					LockSupport.park(this);
					interrupt = Thread.interrupted();
				}
			}
			catch (StackOverflowError | OutOfMemoryError ex) {
				Thread.onSpinWait();
			}
		}
		if (interrupt || this.interrupted) {
			Thread.currentThread().interrupt();
		}
		Thread.currentThread().setContextClassLoader(this.thread.getContextClassLoader());
		return outcome();
	}

	private void passInterruptOn() {
		// Made first, as nothing may fail once the call is withdrawn
		RejectedExecutionException withdrawn = new RejectedExecutionException(
				"The coroutine was cancelled while it waited for a private stack");
		synchronized (this) {
			if (this.ended) {
				this.interrupted = true;
			}
			else if (this.stacks.withdraw(this)) {
				this.failure = withdrawn;
				this.interrupted = true;
				this.ended = true;
			}
			else {
				this.thread.interrupt();
			}
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
			this.stacks.running(this.startedAt);
			if (this.context != null) {
				this.context.lendTo(this::runTask);
			}
			else {
				runTask();
			}
		}
		catch (Throwable ex) {
			this.failure = ex;
		}
		finally {
			try {
				// Before the coroutine goes on, as its next call may need the stack
				this.stacks.release();
			}
			finally {
				end();
			}
		}
	}

	private void runTask() {
		Fiber before = CurrentFiber.get();
		try {
			CurrentFiber.set(this.fiber);
			this.result = this.task.call();
		}
		catch (Throwable ex) {
			this.failure = ex;
		}
		finally {
			CurrentFiber.restore(before);
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
	public WaitingFor describeWait(Thread waiter) {
		return new WaitingFor(WaitKind.BLOCKING, (this.thread.getState() == Thread.State.NEW)
				? "a private stack for blocking code" : "blocking code in thread #" + this.thread.threadId());
	}

	@Override
	public String toString() {
		return "blocking call of " + this.fiber.thread().getName();
	}

}
