package io.coroutine.scheduler;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Runs coroutines. Methods may be called from any thread.
 */
public sealed interface Scheduler permits EventLoopScheduler, PortableScheduler {

	/**
	 * Start a coroutine: on the loop of the caller if it is on one.
	 * @param name its name, or {@code null} to have it named after its number
	 * @param privateStack whether it owns a whole stack
	 * @param task what it runs
	 * @return the coroutine
	 * @throws java.util.concurrent.RejectedExecutionException after {@link #shutdown}, or
	 * when there are too many private stacks
	 */
	Fiber start(@Nullable String name, boolean privateStack, Runnable task);

	/**
	 * Return the event loops.
	 * @return the loops, or {@code null} in the portable engine
	 */
	@Nullable EventLoopGroup loops();

	/**
	 * Return what lives now.
	 * @return the coroutines
	 */
	List<Fiber> live();

	/**
	 * Return what has been measured.
	 * @return a snapshot
	 */
	SchedulerSnapshot snapshot();

	/**
	 * Start nothing more, interrupt what lives, and end the loops. To be called from a
	 * thread that is no coroutine of this scheduler. A further call does nothing.
	 * @param grace how long to wait for the coroutines to end
	 * @return how many had not ended by then; they never go on
	 * @throws InterruptedException if the caller is interrupted
	 */
	int shutdown(Duration grace) throws InterruptedException;

	/**
	 * Return the coroutine that calls.
	 * @return the coroutine, or {@code null} if the caller is none
	 */
	static @Nullable Fiber current() {
		Fiber fiber = (EventLoopScheduler.isPossible()) ? LoopFiber.current() : null;
		return (fiber != null) ? fiber : ThreadFiber.current();
	}

}
