package io.coroutine.scheduler;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/**
 * A stalled loop that was handed to a spare carrier, or had to wait as there was none.
 */
@Name("io.coroutine.HandOver")
@Label("Event Loop Hand-Over")
@Description("A stalled event loop was handed to a spare carrier, or there was none for it")
@Category("Coroutines")
@StackTrace(false)
@SuppressWarnings("UnusedVariable") // Flight recorder reads the fields
final class HandOverEvent extends RequestEvent {

	@Label("Event Loop")
	private int loop;

	@Label("Coroutine Id")
	@Description("0 if it is a virtual thread that the application has started itself in a coroutine")
	private long coroutineId;

	@Label("Coroutine Name")
	private @Nullable String coroutineName;

	@Label("Stack")
	@Description("What the coroutine did when the stall was found")
	private @Nullable String stack;

	@Label("Refused")
	@Description("Whether there was no spare carrier, so that the loop waits for the coroutine")
	private boolean refused;

	static void happened(Stall stall, boolean refused) {
		HandOverEvent event = new HandOverEvent();
		if (event.shouldCommit()) {
			event.loop = stall.loop().index();
			event.coroutineId = stall.coroutineId();
			event.coroutineName = stall.coroutineName();
			event.stack = stall.stack();
			event.workingFor(stall.workingFor());
			event.refused = refused;
			event.commit();
		}
	}

}
