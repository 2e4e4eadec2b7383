package io.coroutine.scheduler;

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
final class FlightRecords {

	private static final boolean AVAILABLE = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

	private FlightRecords() {
	}

	/**
	 * Called when a coroutine becomes runnable. Never fails, as the coroutine is in no
	 * queue yet and would never run.
	 * @return whether that is recorded, so that {@link #running} must be called
	 */
	static boolean runnable(Fiber fiber) {
		try {
			return AVAILABLE && SwitchEvent.begin(fiber);
		}
		catch (RuntimeException | Error ex) {
			return false;
		}
	}

	/**
	 * Called when that coroutine is about to run, perhaps a second time, see
	 * {@link FiberRegistry#remove}. It asks the task of the coroutine what it works for,
	 * and fails if that does.
	 */
	static void running(Fiber fiber, EventLoop loop) {
		SwitchEvent.end(fiber, loop.index());
	}

	/**
	 * Called when a stall is found.
	 * @return what to give to {@link #stallEnded} and {@link #stall}, or {@code null} if
	 * stalls are not recorded
	 */
	static @Nullable Object stallBegun() {
		return (AVAILABLE) ? StallEvent.begun() : null;
	}

	/**
	 * Called when that stall is over, by any thread.
	 */
	static void stallEnded(Object begun) {
		StallEvent.ended(begun);
	}

	/**
	 * Called after that, by a thread that carries no virtual threads.
	 */
	static void stall(Object ended, Stall stall, long occupiedNanos) {
		StallEvent.happened(ended, stall, occupiedNanos);
	}

	/**
	 * Called when a loop was, or could not be, taken over by a spare carrier.
	 */
	static void handOver(Stall stall, boolean refused) {
		if (AVAILABLE) {
			HandOverEvent.happened(stall, refused);
		}
	}

	/**
	 * Called when somebody gets no private stack at once.
	 */
	static void stacksExhausted(StackUser user, int limit, int waiting, boolean refused) {
		if (AVAILABLE) {
			StacksExhaustedEvent.happened(user, limit, waiting, refused);
		}
	}

}
