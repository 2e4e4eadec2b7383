package io.coroutine.scheduler;

import org.jspecify.annotations.Nullable;

/**
 * The fiber in whose name a thread runs that is not scheduled by an event loop: the
 * fiber's own thread, or the platform thread of a {@link BlockingCall}. Each thread sets
 * and clears its own.
 */
final class CurrentFiber {

	private static final ThreadLocal<@Nullable Fiber> FIBER = new ThreadLocal<>();

	private CurrentFiber() {
	}

	static @Nullable Fiber get() {
		return FIBER.get();
	}

	static void set(Fiber fiber) {
		FIBER.set(fiber);
	}

	static void clear() {
		FIBER.remove();
	}

	/**
	 * Set it to what it was, which a plain virtual thread has lent to a
	 * {@link BlockingCall} with its other thread-locals.
	 */
	static void restore(@Nullable Fiber before) {
		if (before != null) {
			FIBER.set(before);
		}
		else {
			FIBER.remove();
		}
	}

}
