package io.coroutine.internal.stall;

import io.coroutine.internal.fiber.Fiber;
import org.jspecify.annotations.Nullable;

/**
 * A carrier as the watchdog sees it, which is the one that calls.
 */
public interface WatchedCarrier {

	/**
	 * Look whether the thread waits.
	 * @return for how many nanoseconds it does, see {@link CpuUse}
	 */
	long waits(long nowNanos);

	/**
	 * Say whether somebody looks at the stack of the coroutine, for whom it may have to
	 * wait. Called by any thread.
	 */
	void inspected(boolean value);

	/**
	 * Tell whether somebody is to run next, ahead of the queue.
	 */
	boolean hasNext();

	/**
	 * Take what is to run next, to queue it.
	 * @return the coroutine, or {@code null} if there is none
	 */
	@Nullable Fiber giveUpNext();

	/**
	 * Say for which stall the loop is about to be taken away.
	 * @param stall the stall, or {@code null} if the loop was not taken
	 */
	void stall(@Nullable Stall stall);

}
