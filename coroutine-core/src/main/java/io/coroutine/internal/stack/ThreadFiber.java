package io.coroutine.internal.stack;

import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

import io.coroutine.internal.fiber.CurrentFiber;
import io.coroutine.internal.fiber.Fiber;
import io.coroutine.internal.fiber.FiberRegistry;
import org.jspecify.annotations.Nullable;

/**
 * A coroutine that the JDK or the operating system schedules: a plain virtual thread in
 * the portable engine, or a platform thread where a coroutine owns a whole stack.
 */
public final class ThreadFiber extends Fiber implements StackUser {

	private final @Nullable PrivateStacks stacks;

	private final Thread thread;

	/**
	 * When it was started, of one with a whole stack; written before its thread starts.
	 */
	private long startedAt;

	/**
	 * Create a fiber.
	 * @param stacks what the thread counts among, or {@code null} if it has no whole
	 * stack
	 * @param threads makes the thread, not started
	 */
	public ThreadFiber(Runnable task, FiberRegistry registry, @Nullable PrivateStacks stacks,
			Function<Runnable, Thread> threads) {
		super(task, registry);
		this.stacks = stacks;
		this.thread = threads.apply(this::run);
	}

	private void run() {
		CurrentFiber.set(this);
		try {
			if (this.stacks != null) {
				this.stacks.running(this.startedAt);
			}
			body();
		}
		finally {
			CurrentFiber.clear();
			registry().remove(this);
			if (this.stacks != null) {
				this.stacks.release();
			}
		}
	}

	@Override
	protected void launchThread() {
		if (this.stacks != null) {
			this.startedAt = System.nanoTime();
			this.stacks.start(this);
		}
		else {
			this.thread.start();
		}
	}

	@Override
	public void startFailed(RejectedExecutionException failure) {
		abandon();
	}

	@Override
	public Thread thread() {
		return this.thread;
	}

	@Override
	public boolean hasPrivateStack() {
		return this.stacks != null;
	}

}
