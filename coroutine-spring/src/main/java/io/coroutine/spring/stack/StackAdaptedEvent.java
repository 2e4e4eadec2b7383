package io.coroutine.spring.stack;

import java.time.Duration;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/**
 * A handler that has stalled its event loop too often and runs on private stacks from now
 * on.
 */
@Name("io.coroutine.StackAdapted")
@Label("Stack Adapted")
@Description("A handler of requests has stalled its event loop too often and was moved to private stacks")
@Category("Coroutines")
@StackTrace(false)
@SuppressWarnings("UnusedVariable") // Flight recorder reads the fields
final class StackAdaptedEvent extends Event {

	@Label("Handler")
	private @Nullable String handler;

	@Label("Stalls")
	@Description("How many stalls within the window are too many")
	private int stalls;

	@Label("Window")
	@Timespan(Timespan.MILLISECONDS)
	private long window;

	static void happened(String handler, int stalls, Duration window) {
		StackAdaptedEvent event = new StackAdaptedEvent();
		if (event.shouldCommit()) {
			event.handler = handler;
			event.stalls = stalls;
			event.window = window.toMillis();
			event.commit();
		}
	}

}
