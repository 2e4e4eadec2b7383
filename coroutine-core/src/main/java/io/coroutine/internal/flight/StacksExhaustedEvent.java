package io.coroutine.internal.flight;

import io.coroutine.snapshot.WorkingFor;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Throttle;
import org.jspecify.annotations.Nullable;

/**
 * A coroutine that found all private stacks in use.
 */
@Name("io.coroutine.PrivateStacksExhausted")
@Label("Private Stacks Exhausted")
@Description("All private stacks were in use, so that a coroutine had to wait for one or was rejected")
@Category("Coroutines")
@Throttle("100/s")
@SuppressWarnings("UnusedVariable") // Flight recorder reads the fields
final class StacksExhaustedEvent extends RequestEvent {

	@Label("Thread Name")
	@Description("The name of the thread that was to be the stack, which is that of the coroutine")
	private @Nullable String threadName;

	@Label("Limit")
	@Description("How many private stacks there may be at once")
	private int limit;

	@Label("Waiting")
	@Description("How many coroutines wait for a stack")
	private int waiting;

	@Label("Rejected")
	@Description("Whether the coroutine was rejected, as too many wait already")
	private boolean rejected;

	static void happened(String threadName, @Nullable WorkingFor work, int limit, int waiting, boolean rejected) {
		StacksExhaustedEvent event = new StacksExhaustedEvent();
		if (event.shouldCommit()) {
			event.threadName = threadName;
			event.workingFor(work);
			event.limit = limit;
			event.waiting = waiting;
			event.rejected = rejected;
			event.commit();
		}
	}

}
