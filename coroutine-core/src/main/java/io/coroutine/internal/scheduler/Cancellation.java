package io.coroutine.internal.scheduler;

import java.util.concurrent.TimeUnit;

import io.coroutine.internal.fiber.Fiber;
import io.coroutine.internal.inspect.HarmlessInterrupt;

/**
 * Interrupts a fiber, at once if that {@linkplain HarmlessInterrupt#of harms nobody}, or
 * as soon as it does not any more; at the latest after a second, as the fiber may be
 * stuck where it is.
 */
public final class Cancellation {

	private static final long PAUSE_MILLIS = 1;

	private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

	private Cancellation() {
	}

	/**
	 * Interrupt a fiber. May be called by any thread but a carrier.
	 * @param fiber the fiber; nothing happens if it has ended
	 */
	public static void of(Fiber fiber) {
		if (!HarmlessInterrupt.of(fiber.thread())) {
			long until = System.nanoTime() + PATIENCE_NANOS;
			Scheduler.of(fiber).alarm(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS), () -> retry(fiber, until));
		}
	}

	private static void retry(Fiber fiber, long until) {
		try {
			while (!fiber.isDone() && !HarmlessInterrupt.of(fiber.thread())) {
				if (System.nanoTime() - until >= 0) {
					fiber.thread().interrupt();
					return;
				}
				Thread.sleep(PAUSE_MILLIS);
			}
		}
		catch (InterruptedException ex) {
			// The scheduler is shut down, which interrupts the fiber as well
		}
	}

}
