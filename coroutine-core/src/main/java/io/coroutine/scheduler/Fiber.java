package io.coroutine.scheduler;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A coroutine as the scheduler sees it: a thread of the JDK and what we know about it.
 * The public view is {@code io.coroutine.Coroutine}.
 * <p>
 * Any thread may call the methods.
 */
public abstract sealed class Fiber permits LoopFiber, ThreadFiber {

	private final long id;

	private final Runnable task;

	private final FiberRegistry registry;

	/** Links of the registry, which guards them. */
	@Nullable Fiber previous;

	/** As above. */
	@Nullable Fiber next;

	private volatile boolean done;

	Fiber(long id, Runnable task, FiberRegistry registry) {
		this.id = id;
		this.task = task;
		this.registry = registry;
	}

	/**
	 * What the fiber's thread runs.
	 */
	final void body() {
		boolean failed = true;
		try {
			this.task.run();
			failed = false;
		}
		finally {
			this.registry.ended(failed);
			this.done = true;
		}
	}

	final FiberRegistry registry() {
		return this.registry;
	}

	/**
	 * Tell whether the task has ended; its thread may need a moment more.
	 * @return whether it has ended
	 */
	public final boolean isDone() {
		return this.done;
	}

	/**
	 * Return the number of the fiber, unique in its runtime.
	 * @return the number, from 1
	 */
	public final long id() {
		return this.id;
	}

	/**
	 * Return the thread of the fiber.
	 * @return the thread
	 */
	public abstract Thread thread();

	/**
	 * Tell whether the fiber owns a whole stack.
	 * @return {@code false} if its frames are copied to the heap while it waits
	 */
	public abstract boolean hasPrivateStack();

	/**
	 * Wait for the end of the fiber.
	 * @param duration how long to wait
	 * @return whether it has ended
	 * @throws InterruptedException if the caller is interrupted
	 */
	public final boolean join(Duration duration) throws InterruptedException {
		return thread().join(duration);
	}

}
