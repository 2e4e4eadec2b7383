package io.coroutine.snapshot;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A coroutine that has occupied its event loop while others waited, or does so now.
 *
 * @param number how many stalls there were in the runtime until this one, itself included
 * @param loop the index of the event loop
 * @param coroutineId the number of the coroutine, or 0 if it is a virtual thread that the
 * application has started itself inside of a coroutine
 * @param coroutineName the name of the coroutine, or {@code null} for such a thread
 * @param workingFor the request it worked for when the stall was found, or {@code null}
 * if that is not known
 * @param since when it has got the loop, to half the stall threshold
 * @param duration how long it has had a carrier in all, to half the stall threshold; if
 * it is not over, until now
 * @param over whether it has given its carrier back
 * @param outcome what became of the loop
 * @param stack what it did when the stall was found, the innermost call first; empty if
 * that was not looked at, as when one stall follows the other closely
 */
public record StallSnapshot(long number, int loop, long coroutineId, @Nullable String coroutineName,
		@Nullable WorkingFor workingFor, Instant since, Duration duration, boolean over, StallOutcome outcome,
		List<StackTraceElement> stack) {

	/**
	 * Tell whether the event loop waits for this coroutine now.
	 * @return {@code false} if it is over, or another carrier goes on with the loop
	 */
	public boolean blocksLoop() {
		return !this.over && this.outcome != StallOutcome.HANDED_OVER;
	}

}
