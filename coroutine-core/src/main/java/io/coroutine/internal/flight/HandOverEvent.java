package io.coroutine.internal.flight;

import java.util.function.Supplier;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/**
 * A stalled loop that was handed to a spare carrier, or had to wait as there was none.
 */
@Name("io.coroutine.HandOver")
@Label("Event Loop Hand-Over")
@Description("A stalled event loop was handed to a spare carrier, or there was none for it")
@Category("Coroutines")
@StackTrace(false)
@SuppressWarnings("UnusedVariable") // Flight recorder reads the fields
final class HandOverEvent extends CulpritEvent {

	@Label("Refused")
	@Description("Whether there was no spare carrier, so that the loop waits for the coroutine")
	private boolean refused;

	static void happened(Supplier<Culprit> culprit, boolean refused) {
		HandOverEvent event = new HandOverEvent();
		if (event.shouldCommit()) {
			event.culprit(culprit.get());
			event.refused = refused;
			event.commit();
		}
	}

}
