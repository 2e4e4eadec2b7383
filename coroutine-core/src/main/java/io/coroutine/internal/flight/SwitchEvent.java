package io.coroutine.internal.flight;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.coroutine.internal.wait.WorkReason;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
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
final class SwitchEvent extends RequestEvent {

	private static final SwitchEvent PROBE = new SwitchEvent();

	/**
	 * Not a field of the coroutine, as there may be millions and this is nearly always
	 * off.
	 */
	private static final Map<Object, SwitchEvent> BEGUN = new ConcurrentHashMap<>();

	@Label("Event Loop")
	private int loop;

	@Label("Coroutine Id")
	private long coroutineId;

	@Label("Coroutine Name")
	private @Nullable String coroutineName;

	static boolean begin(Object coroutine) {
		if (!PROBE.isEnabled()) {
			return false;
		}
		SwitchEvent event = new SwitchEvent();
		event.begin();
		BEGUN.put(coroutine, event);
		return true;
	}

	static void forget(Object coroutine) {
		BEGUN.remove(coroutine);
	}

	static void end(Object coroutine, long id, String name, WorkReason work, int loop) {
		SwitchEvent event = BEGUN.remove(coroutine);
		if (event == null) {
			return;
		}
		event.end();
		if (event.shouldCommit()) {
			event.loop = loop;
			event.coroutineId = id;
			event.coroutineName = name;
			event.workingFor(work.describeWork());
			event.commit();
		}
	}

}
