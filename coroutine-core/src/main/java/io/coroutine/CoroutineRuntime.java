package io.coroutine;

import java.time.Duration;
import java.util.concurrent.Executor;

import io.coroutine.scheduler.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Runs coroutines. It has event loops and threads of its own and must be closed. Methods
 * may be called from any thread.
 */
public interface CoroutineRuntime extends Executor, AutoCloseable {

	/**
	 * Start a coroutine with a name made from its number: on the event loop of the caller
	 * if the caller is on one, else on the loops in turn.
	 * @param task what it runs; an exception ends the coroutine and goes to the handler
	 * of uncaught exceptions
	 * @return the coroutine
	 * @throws java.util.concurrent.RejectedExecutionException if the runtime is closed,
	 * or too many private stacks are in use
	 */
	Coroutine start(Runnable task);

	/**
	 * Start a coroutine, see {@link #start(Runnable)}.
	 * @param name its name, or {@code null} to have one made from its number
	 * @param stackMode where its frames are, or {@code null} for the mode of the runtime
	 * @param task what it runs
	 * @return the coroutine
	 */
	Coroutine start(@Nullable String name, @Nullable StackMode stackMode, Runnable task);

	/**
	 * Start a coroutine for a task, see {@link #start(Runnable)}.
	 */
	@Override
	default void execute(Runnable task) {
		start(task);
	}

	/**
	 * Return what runs the coroutines.
	 * @return the engine
	 */
	Engine engine();

	/**
	 * Tell why this engine was chosen.
	 * @return the reason, a sentence without full stop
	 */
	String engineReason();

	/**
	 * Return the stack mode of coroutines that do not ask for one.
	 * @return the stack mode
	 */
	StackMode stackMode();

	/**
	 * Return what has been measured since the start.
	 * @return a snapshot
	 */
	RuntimeSnapshot snapshot();

	/**
	 * Return the scheduler: for the other modules of this project, not for applications.
	 * @return the scheduler
	 */
	Scheduler scheduler();

	/**
	 * Start nothing more, cancel the coroutines that live, wait for them, and end the
	 * threads. Not to be called from a coroutine of this runtime. A further call does
	 * nothing.
	 * @param grace how long to wait for the coroutines
	 * @return how many had not ended by then; they never go on
	 * @throws IllegalStateException if a coroutine of this runtime calls
	 */
	int shutdown(Duration grace);

	/**
	 * The same as {@link #shutdown} with the
	 * {@linkplain CoroutineRuntimeBuilder#shutdownGrace grace} of the runtime.
	 */
	@Override
	void close();

	/**
	 * Begin to make a runtime.
	 * @return a builder with the default settings
	 */
	static CoroutineRuntimeBuilder builder() {
		return new CoroutineRuntimeBuilder();
	}

}
