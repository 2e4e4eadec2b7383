package io.coroutine;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;

import io.coroutine.internal.fiber.Fiber;
import io.coroutine.internal.local.LocalValues;
import io.coroutine.internal.scheduler.CancellableTask;
import io.coroutine.internal.scheduler.Scheduler;
import io.coroutine.local.CoroutineLocal;
import org.jspecify.annotations.Nullable;

/**
 * Makes coroutines that are alike, as many as needed. Not safe for use by several
 * threads.
 */
public final class CoroutineBuilder {

	private static final long MIN_STACK_BYTES = 128 * 1024;

	private static final long MAX_STACK_BYTES = 1024 * 1024 * 1024;

	private final CoroutineRuntime runtime;

	private @Nullable String name;

	private StackMode stackMode;

	private long stackBytes;

	private final @Nullable ContextInheritance inheritance;

	private boolean inherit = true;

	CoroutineBuilder(CoroutineRuntime runtime, long stackBytes, @Nullable ContextInheritance inheritance) {
		this.runtime = runtime;
		this.inheritance = inheritance;
		this.stackMode = runtime.stackMode();
		this.stackBytes = stackBytes;
	}

	/**
	 * Set the name.
	 * @param name the name, which is that of the thread too, or {@code null} to have one
	 * made from the number of the coroutine, which is the default
	 * @return this
	 */
	public CoroutineBuilder name(@Nullable String name) {
		this.name = name;
		return this;
	}

	/**
	 * Choose where the frames are.
	 * @param mode the mode; that of the runtime by default
	 * @return this
	 */
	public CoroutineBuilder stackMode(StackMode mode) {
		this.stackMode = Objects.requireNonNull(mode, "The stack mode must not be null");
		return this;
	}

	/**
	 * Choose a private stack of some size, for deep recursion.
	 * @param bytes the size in bytes, 128 kB to 1 GB; the kernel gives memory to those
	 * pages only that are touched
	 * @return this
	 * @throws IllegalArgumentException if the number is out of range
	 */
	public CoroutineBuilder privateStack(long bytes) {
		this.stackBytes = checkStackBytes(bytes);
		this.stackMode = StackMode.PRIVATE;
		return this;
	}

	/**
	 * Choose whether coroutines begin with the inherited {@linkplain CoroutineLocal
	 * coroutine-locals} of the coroutine or thread that creates them, and with what the
	 * {@linkplain CoroutineRuntimeBuilder#contextInheritance context inheritance} of the
	 * runtime takes from it.
	 * @param inherit {@code false} to begin without any of it; {@code true} by default
	 * @return this
	 */
	public CoroutineBuilder inherit(boolean inherit) {
		this.inherit = inherit;
		return this;
	}

	/**
	 * Create a coroutine that does not run before it is {@linkplain Coroutine#start()
	 * started} or {@linkplain Coroutine#resume() resumed}.
	 * @param task what it runs; an exception ends the coroutine and goes to the handler
	 * of uncaught exceptions
	 * @return the coroutine
	 */
	public Coroutine create(Runnable task) {
		return new Coroutine(createFiber(task));
	}

	/**
	 * Create a coroutine as a thread that is not started, for code that has its threads
	 * made by a {@link java.util.concurrent.ThreadFactory}. It is a coroutine once it has
	 * been started, by {@link Thread#start()}; if the runtime is closed by then, its task
	 * does not run, and if that is a future it is cancelled. Such threads are daemons, as
	 * all coroutines are.
	 * @param task as for {@link #create}
	 * @return the thread
	 * @throws IllegalStateException if the stack mode is {@link StackMode#PRIVATE}, as
	 * whoever starts the thread would not wait for a stack
	 */
	public Thread unstarted(Runnable task) {
		if (this.stackMode == StackMode.PRIVATE) {
			throw new IllegalStateException("A thread that others start cannot wait for a private stack: "
					+ "choose stackMode(StackMode.SHARED), or start the coroutine here");
		}
		return createFiber(task).thread();
	}

	private Fiber createFiber(Runnable task) {
		Objects.requireNonNull(task, "The task must not be null");
		long bytes = (this.stackMode == StackMode.PRIVATE) ? this.stackBytes : Scheduler.SHARED_STACK;
		if (!this.inherit) {
			return Scheduler.behind(this.runtime).create(this.name, bytes, task);
		}
		LocalValues locals = LocalValues.forChild();
		ContextInheritance.Captured context = (this.inheritance != null) ? this.inheritance.capture() : null;
		Fiber fiber = Scheduler.behind(this.runtime)
			.create(this.name, bytes, (context != null) ? new TaskInContext(context, task) : task);
		if (locals != null) {
			fiber.locals(locals);
		}
		return fiber;
	}

	/**
	 * Create a coroutine and start it: on the event loop of the caller if the caller is
	 * on one, else on the loops in turn.
	 * @param task as for {@link #create}
	 * @return the coroutine
	 * @throws java.util.concurrent.RejectedExecutionException if the runtime is closed,
	 * or too many coroutines wait for a private stack
	 */
	public Coroutine start(Runnable task) {
		Fiber fiber = createFiber(task);
		fiber.startNew();
		return new Coroutine(fiber);
	}

	/**
	 * Start a coroutine that has a result. {@link Future#cancel} with {@code true}
	 * cancels it.
	 * @param <T> the type of the result
	 * @param task what it runs; an exception is kept in the future
	 * @return the result to come; a coroutine that waits for it gives its loop back
	 * @throws java.util.concurrent.RejectedExecutionException as for {@link #start}
	 */
	public <T extends @Nullable Object> Future<T> submit(Callable<T> task) {
		CancellableTask<T> future = new CancellableTask<>(task);
		start(future);
		return future;
	}

	static long checkStackBytes(long bytes) {
		if (bytes < MIN_STACK_BYTES || bytes > MAX_STACK_BYTES) {
			throw new IllegalArgumentException("A private stack must have 128 kB to 1 GB, not " + bytes + " bytes");
		}
		return bytes;
	}

}
