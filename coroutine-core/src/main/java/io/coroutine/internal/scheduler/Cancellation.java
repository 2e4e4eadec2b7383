package io.coroutine.internal.scheduler;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import io.coroutine.internal.fiber.Fiber;
import io.coroutine.internal.inspect.HarmlessInterrupt;

/**
 * Interrupts a fiber once, at the first of these moments:
 * <ul>
 * <li>now, if it cancels itself or is not started;</li>
 * <li>when it waits and that {@linkplain HarmlessInterrupt#ofWait harms nobody}, most
 * often now;</li>
 * <li>after a tenth of a second, as it may be code that computes and looks for an
 * interrupt, if {@linkplain HarmlessInterrupt#of that} harms nobody;</li>
 * <li>after a second, as it may be stuck where it is;</li>
 * <li>when no coroutine can be started that would look for a moment, as the scheduler is
 * shut down.</li>
 * </ul>
 */
public final class Cancellation {

	private static final long PAUSE_MILLIS = 1;

	private static final long PATIENCE_FOR_WAIT = TimeUnit.MILLISECONDS.toNanos(100);

	private static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);

	private Cancellation() {
	}

	/**
	 * Interrupt a fiber. May be called by any thread but a carrier.
	 * @param fiber the fiber; nothing happens if it has ended
	 */
	public static void of(Fiber fiber) {
		Thread thread = fiber.thread();
		if (thread == Thread.currentThread() || thread.getState() == Thread.State.NEW) {
			thread.interrupt();
		}
		else if (!fiber.isDone() && !HarmlessInterrupt.ofWait(thread)) {
			try {
				Scheduler.of(fiber).start(null, Scheduler.SHARED_STACK, () -> send(fiber));
			}
			catch (RejectedExecutionException ex) {
				thread.interrupt();
			}
		}
	}

	private static void send(Fiber fiber) {
		long start = System.nanoTime();
		try {
			while (!fiber.isDone() && !send(fiber.thread(), System.nanoTime() - start)) {
				Thread.sleep(PAUSE_MILLIS);
			}
		}
		catch (InterruptedException ex) {
			// The scheduler is shut down, which interrupts the fiber as well
		}
	}

	private static boolean send(Thread thread, long nanos) {
		if (nanos < PATIENCE_FOR_WAIT) {
			return HarmlessInterrupt.ofWait(thread);
		}
		if (nanos < PATIENCE) {
			return HarmlessInterrupt.of(thread);
		}
		thread.interrupt();
		return true;
	}

}
