package io.coroutine.internal.stall;

import io.coroutine.internal.fiber.Fiber;
import io.coroutine.internal.measure.LoopStatistics;
import org.jspecify.annotations.Nullable;

/**
 * An event loop as the watchdog sees it. The watchdog calls all of it, others some.
 */
public interface WatchedLoop {

	/** A queue with more than that is long. */
	int LONG_QUEUE = 64;

	/**
	 * Return the place of the loop in its group.
	 */
	int index();

	/**
	 * Return the number of elements that wait to run.
	 */
	int queued();

	boolean isSleeping();

	/**
	 * Tell whether a timer is due, or is about to be.
	 */
	boolean hasDueTimers(long nowNanos);

	/**
	 * Tell whether an event waits that the loop has not seen.
	 */
	boolean hasUnseenEvents();

	/**
	 * Return what the loop measures.
	 */
	LoopStatistics statistics();

	/**
	 * Return the carrier that is inside a coroutine, if so.
	 */
	@Nullable WatchedCarrier runner();

	/**
	 * Return the coroutine that runs. Of use to those who see {@link #runner()} only.
	 */
	@Nullable Fiber currentFiber();

	/**
	 * Take the loop away from a carrier that is inside a coroutine. The caller must have
	 * another carrier run it then, or none.
	 * @return whether the loop was taken
	 */
	boolean takeFrom(WatchedCarrier carrier);

	/**
	 * Have the loop, which was taken from its carrier, run by one that has none, or leave
	 * it until there is one.
	 */
	void strand();

	/**
	 * Queue a coroutine that nobody else has. Waits if memory runs out.
	 */
	void requeue(Object element);

	/**
	 * Have the loop look whether it can steal, if it sleeps and has no reason to do so
	 * soon.
	 * @return whether it did
	 */
	boolean wakeToSteal();

	/**
	 * Log a failure, see {@code EventLoopGroup.report}.
	 */
	void report(String what, Throwable failure);

}
