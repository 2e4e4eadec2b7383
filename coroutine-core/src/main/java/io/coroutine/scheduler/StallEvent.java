package io.coroutine.scheduler;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/**
 * A coroutine that has occupied its loop for longer than the stall threshold while others
 * waited. Lasts from when the watchdog has found it until the coroutine gave its carrier
 * back.
 */
@Name("io.coroutine.Stall")
@Label("Event Loop Stall")
@Description("A coroutine has occupied its event loop while others waited for the loop")
@Category("Coroutines")
@StackTrace(false)
@SuppressWarnings("UnusedVariable") // Flight recorder reads the fields
final class StallEvent extends RequestEvent {

	private static final StallEvent PROBE = new StallEvent();

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

	@Label("Occupied")
	@Description("How long the coroutine has had the carrier in all, exact to half the stall threshold")
	@Timespan(Timespan.NANOSECONDS)
	private long occupied;

	@Label("Handed Over")
	@Description("Whether a spare carrier has gone on with the loop")
	private boolean handedOver;

	static @Nullable StallEvent begun() {
		if (!PROBE.isEnabled()) {
			return null;
		}
		StallEvent event = new StallEvent();
		event.begin();
		return event;
	}

	static void ended(Object begun) {
		((StallEvent) begun).end();
	}

	static void happened(Object ended, Stall stall, long occupiedNanos) {
		StallEvent event = (StallEvent) ended;
		if (event.shouldCommit()) {
			event.loop = stall.loop().index();
			event.coroutineId = stall.coroutineId();
			event.coroutineName = stall.coroutineName();
			event.stack = stall.stack();
			event.workingFor(stall.workingFor());
			event.occupied = occupiedNanos;
			event.handedOver = stall.isHandedOver();
			event.commit();
		}
	}

}
