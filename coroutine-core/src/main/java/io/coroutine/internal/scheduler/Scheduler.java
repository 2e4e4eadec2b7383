package io.coroutine.internal.scheduler;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

import io.coroutine.internal.fiber.Fiber;
import io.coroutine.internal.loop.Alarm;
import io.coroutine.internal.loop.EventLoopGroup;
import io.coroutine.internal.loop.LoopTask;
import io.coroutine.internal.measure.LatencyReader;
import org.jspecify.annotations.Nullable;

/**
 * Runs coroutines. Methods may be called from any thread.
 */
public sealed interface Scheduler permits AbstractScheduler {

	/** Instead of the size of a stack: the fiber has none of its own. */
	long SHARED_STACK = 0;

	/**
	 * Create a coroutine, to be started or resumed: on the loop of the caller if the
	 * caller is on one.
	 * @param name its name, or {@code null} to have it named after its number
	 * @param stackBytes the size of the whole stack that it owns, in bytes, or
	 * {@link #SHARED_STACK}
	 * @param task what it runs
	 * @return the coroutine
	 */
	Fiber create(@Nullable String name, long stackBytes, Runnable task);

	/**
	 * Create and start a coroutine.
	 * @param name its name, or {@code null} to have it named after its number
	 * @param stackBytes as for {@link #create}
	 * @param task what it runs
	 * @return the coroutine
	 * @throws java.util.concurrent.RejectedExecutionException after {@link #shutdown}, or
	 * when there are too many private stacks
	 */
	default Fiber start(@Nullable String name, long stackBytes, Runnable task) {
		Fiber fiber = create(name, stackBytes, task);
		fiber.startNew();
		return fiber;
	}

	/**
	 * Have something done by a coroutine at some time, unless that is called off before.
	 * @param nanos until then, in nanoseconds from now
	 * @param task what to do, not at all if the scheduler is shut down before
	 * @return what calls it off
	 */
	Alarm alarm(long nanos, Runnable task);

	/**
	 * Run code on a private stack while a coroutine of this scheduler waits, in whose
	 * name it runs. What the code throws comes out as it is, be it a checked exception.
	 * An interrupt of the coroutine is passed on to the code, whose end is waited for.
	 * @param <T> the type of the result
	 * @param caller the coroutine that calls, on its own thread
	 * @param stackBytes the size of the stack, in bytes
	 * @param task the code
	 * @return its result
	 * @throws java.util.concurrent.RejectedExecutionException if there is no stack for
	 * it, or the coroutine is interrupted before there is one
	 */
	<T extends @Nullable Object> T callOnPrivateStack(Fiber caller, long stackBytes, Callable<T> task);

	/**
	 * Return the event loops.
	 * @return the loops, or {@code null} in the portable engine
	 */
	@Nullable EventLoopGroup loops();

	/**
	 * Return what lives now. The loops go on meanwhile: what starts or ends just then may
	 * be in it or not.
	 * @return the coroutines, in the order of their numbers
	 */
	List<Fiber> live();

	/**
	 * Return some of what lives now, each as likely as another: all if there are no more
	 * than asked for, else about as many, in any order.
	 * @param size how many to return, at least 1
	 * @return the coroutines
	 */
	List<Fiber> sample(int size);

	/**
	 * Find a coroutine that lives.
	 * @param id its number
	 * @return the coroutine, or {@code null} if none of this number lives
	 */
	@Nullable Fiber find(long id);

	/**
	 * Return what has been measured.
	 * @return a snapshot
	 */
	SchedulerSnapshot snapshot();

	/**
	 * Read how long those who asked for a private stack had to wait until they ran. All
	 * are measured.
	 * @return a new reader
	 */
	LatencyReader readStackStarts();

	/**
	 * Return what is done at the beginning of {@link #shutdown}.
	 * @return the actions, to add to
	 */
	ShutdownActions onShutdown();

	/**
	 * Start nothing more, interrupt what lives, and end the loops; these stay for the
	 * rest if the JVM ends. A coroutine of this scheduler may call, and goes on. A
	 * further call does nothing. An interrupt of the caller is kept for later.
	 * @param grace how long to wait for the coroutines to end, but for those who wait for
	 * the shutdown themselves
	 * @return how many had not ended by then; they go on, without loops
	 * @throws IllegalStateException if a {@link LoopTask} of this scheduler calls
	 */
	int shutdown(Duration grace);

	/**
	 * Return the scheduler that has created a coroutine.
	 * @param fiber the coroutine
	 * @return its scheduler
	 */
	static Scheduler of(Fiber fiber) {
		return (Scheduler) fiber.owner();
	}

	/**
	 * Return the scheduler behind a coroutine runtime. This is the way from the public
	 * interface to what is internal, for the modules of this project only.
	 * @param runtime the {@code CoroutineRuntime}
	 * @return its scheduler
	 * @throws IllegalArgumentException if the runtime is not one that this project has
	 * made, a mock for instance
	 */
	static Scheduler behind(Object runtime) {
		if (runtime instanceof Behind behind) {
			return behind.scheduler();
		}
		throw new IllegalArgumentException("Not a runtime made by CoroutineRuntime.builder(): " + runtime);
	}

	/**
	 * What has a scheduler behind it.
	 */
	interface Behind {

		/**
		 * Return the scheduler.
		 * @return the scheduler, always the same
		 */
		Scheduler scheduler();

	}

}
