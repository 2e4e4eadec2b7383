package io.coroutine.internal.flight;

import java.util.function.Supplier;

import io.coroutine.internal.wait.WorkReason;
import io.coroutine.snapshot.WorkingFor;
import org.jspecify.annotations.Nullable;

/**
 * What the scheduler tells Java Flight Recorder. The only class that knows the events: an
 * image of the JDK without the module {@code jdk.jfr} could not load those, so each is
 * touched only behind {@link #AVAILABLE}, and where one is kept it is an {@link Object}.
 * <p>
 * While nothing is recorded, a check of an event costs nothing: the JDK replaces a
 * constant {@code false} in its class when a recording begins. Methods may be called from
 * any thread.
 * <p>
 * That a coroutine waits while it is pinned is told by the JDK itself:
 * {@code jdk.VirtualThreadPinned}.
 */
public final class FlightRecords {

	private static final boolean AVAILABLE = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

	private FlightRecords() {
	}

	/**
	 * Called when a coroutine becomes runnable. Never fails, as the coroutine is in no
	 * queue yet and would never run.
	 * @param coroutine what is given to {@link #running} too
	 * @return whether that is recorded, so that {@link #running} must be called
	 */
	public static boolean runnable(Object coroutine) {
		try {
			return AVAILABLE && SwitchEvent.begin(coroutine);
		}
		catch (RuntimeException | Error ex) {
			return false;
		}
	}

	/**
	 * Called when that coroutine is about to run, perhaps a second time: then there is
	 * nothing to tell.
	 */
	public static void running(Object coroutine, long id, String name, WorkReason work, int loop) {
		SwitchEvent.end(coroutine, id, name, work, loop);
	}

	/**
	 * Called when that coroutine runs on no loop, so that its switch is none.
	 */
	public static void forgotten(Object coroutine) {
		if (AVAILABLE) {
			SwitchEvent.forget(coroutine);
		}
	}

	/**
	 * Have the classes that the watchdog needs initialized, by somebody who may wait.
	 */
	public static void prepare() {
		stallBegun();
	}

	/**
	 * Called when a stall is found.
	 * @return what to give to {@link #stallEnded} and {@link #stall}, or {@code null} if
	 * stalls are not recorded
	 */
	public static @Nullable Object stallBegun() {
		return (AVAILABLE) ? StallEvent.begun() : null;
	}

	/**
	 * Called when that stall is over, by any thread.
	 */
	public static void stallEnded(Object begun) {
		StallEvent.ended(begun);
	}

	/**
	 * Called after that, by a thread that carries no virtual threads.
	 */
	public static void stall(Object ended, Supplier<Culprit> culprit, long occupiedNanos, boolean handedOver) {
		StallEvent.happened(ended, culprit, occupiedNanos, handedOver);
	}

	/**
	 * Called when a loop was, or could not be, taken over by a spare carrier.
	 */
	public static void handOver(Supplier<Culprit> culprit, boolean refused) {
		if (AVAILABLE) {
			HandOverEvent.happened(culprit, refused);
		}
	}

	/**
	 * Called when somebody gets no private stack at once.
	 */
	public static void stacksExhausted(String threadName, @Nullable WorkingFor work, int limit, int waiting,
			boolean refused) {
		if (AVAILABLE) {
			StacksExhaustedEvent.happened(threadName, work, limit, waiting, refused);
		}
	}

}
