package io.coroutine.internal.fiber;

import org.jspecify.annotations.Nullable;

/**
 * The fiber in whose name a thread runs that is not scheduled by an event loop: the
 * fiber's own thread, or the platform thread of a {@code BlockingCall}. Each thread sets
 * and clears its own.
 */
public final class CurrentFiber {

	private static final ThreadLocal<@Nullable Fiber> FIBER = new ThreadLocal<>();

	private CurrentFiber() {
	}

	public static @Nullable Fiber get() {
		return FIBER.get();
	}

	public static void set(Fiber fiber) {
		FIBER.set(fiber);
	}

	public static void clear() {
		FIBER.remove();
	}

	/**
	 * Set it to what it was, which a plain virtual thread has lent to a
	 * {@code BlockingCall} with its other thread-locals.
	 */
	public static void restore(@Nullable Fiber before) {
		if (before != null) {
			FIBER.set(before);
		}
		else {
			FIBER.remove();
		}
	}

}
