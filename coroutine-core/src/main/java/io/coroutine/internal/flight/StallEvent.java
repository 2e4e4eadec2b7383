package io.coroutine.internal.flight;

import java.util.function.Supplier;

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
final class StallEvent extends CulpritEvent {

	private static final StallEvent PROBE = new StallEvent();

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

	static void happened(Object ended, Supplier<Culprit> culprit, long occupiedNanos, boolean handedOver) {
		StallEvent event = (StallEvent) ended;
		if (event.shouldCommit()) {
			event.culprit(culprit.get());
			event.occupied = occupiedNanos;
			event.handedOver = handedOver;
			event.commit();
		}
	}

}
