package io.coroutine.spring.resilience4j;

import java.time.Duration;

import io.coroutine.Coroutine;
import io.coroutine.CoroutineRuntime;
import io.coroutine.internal.scheduler.Scheduler;
import io.coroutine.scope.Deadline;

/**
 * The time by which a call has to end that is made in the coroutine, or thread, of the
 * caller: that is interrupted then. Of deadlines within one another the inner one ends
 * first.
 */
sealed interface CallDeadline permits CoroutineDeadline, ThreadDeadline {

	/**
	 * End the call: its caller is not interrupted any more on behalf of it, and if it has
	 * been, that is taken back. Called once, by who has begun it.
	 * @return whether the deadline had passed before
	 */
	boolean end();

	/**
	 * Begin a call of the caller. In a coroutine it is a {@link Deadline}, which all know
	 * that the call waits for.
	 * @param runtime has the timers
	 * @param limit how long it may take
	 * @return the deadline, to be ended by the caller
	 * @throws java.util.concurrent.RejectedExecutionException if the runtime is shut down
	 */
	static CallDeadline begin(CoroutineRuntime runtime, Duration limit) {
		return (limit.isPositive() && Coroutine.current() != null) ? CoroutineDeadline.open(limit)
				: new ThreadDeadline(Scheduler.behind(runtime), limit.toNanos());
	}

}
