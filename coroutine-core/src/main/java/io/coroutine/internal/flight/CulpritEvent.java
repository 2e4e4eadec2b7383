package io.coroutine.internal.flight;

import jdk.jfr.Description;
import jdk.jfr.Label;
import org.jspecify.annotations.Nullable;

/**
 * An event that tells who has occupied an event loop.
 */
@SuppressWarnings("UnusedVariable") // Flight recorder reads the fields
abstract sealed class CulpritEvent extends RequestEvent permits HandOverEvent, StallEvent {

	// Flight recorder leaves out private fields of a superclass

	@Label("Event Loop")
	int loop;

	@Label("Coroutine Id")
	@Description("0 if it is a virtual thread that the application has started itself in a coroutine")
	long coroutineId;

	@Label("Coroutine Name")
	@Nullable String coroutineName;

	@Label("Stack")
	@Description("What the coroutine did when the stall was found")
	@Nullable String stack;

	/**
	 * Fill in the culprit.
	 */
	final void culprit(Culprit culprit) {
		this.loop = culprit.loop();
		this.coroutineId = culprit.coroutineId();
		this.coroutineName = culprit.coroutineName();
		this.stack = culprit.stack();
		workingFor(culprit.work());
	}

}
