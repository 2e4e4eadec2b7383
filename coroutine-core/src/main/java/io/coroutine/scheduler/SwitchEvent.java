package io.coroutine.scheduler;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/**
 * A switch to a coroutine that was ready to run for longer than the threshold of the
 * recording. Lasts from runnable to running. To time each switch costs as much as the
 * switch itself, so a recording must ask for it.
 */
@Name("io.coroutine.Switch")
@Label("Coroutine Switch")
@Description("A coroutine was ready to run and waited for its event loop")
@Category("Coroutines")
@Enabled(false)
@StackTrace(false)
@SuppressWarnings("UnusedVariable") // Flight recorder reads the fields
@Threshold("20 ms")
final class SwitchEvent extends Event {

	private static final SwitchEvent PROBE = new SwitchEvent();

	@Label("Event Loop")
	private int loop;

	@Label("Coroutine Id")
	private long coroutineId;

	@Label("Coroutine Name")
	private @Nullable String coroutineName;

	static @Nullable SwitchEvent begun() {
		if (!PROBE.isEnabled()) {
			return null;
		}
		SwitchEvent event = new SwitchEvent();
		event.begin();
		return event;
	}

	static void ended(Object begun, Fiber fiber, int loop) {
		SwitchEvent event = (SwitchEvent) begun;
		event.end();
		if (event.shouldCommit()) {
			event.loop = loop;
			event.coroutineId = fiber.id();
			event.coroutineName = fiber.thread().getName();
			event.commit();
		}
	}

}
