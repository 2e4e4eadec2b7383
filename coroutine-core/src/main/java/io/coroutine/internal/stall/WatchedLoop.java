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
	 * Tell whether the loop is inside a slice, which is one turn of one coroutine.
	 * @param slice the number of the slice, see {@link LoopStatistics#slices()}
	 */
	boolean isInside(long slice);

	/**
	 * Return the carrier that runs the loop, or was the last to do so. It is that of a
	 * slice if the loop {@link #isInside} that before the call and after it.
	 */
	@Nullable WatchedCarrier carrier();

	/**
	 * Return the coroutine that runs. It is that of a slice as of {@link #carrier()};
	 * {@code null} if it is an adopted virtual thread.
	 */
	@Nullable Fiber currentFiber();

	/**
	 * Take the loop away from its carrier, if that is inside a slice. The caller must
	 * have another carrier run it then, or none.
	 * @return whether the loop was taken; not if the slice is over
	 */
	boolean takeFrom(long slice);

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
