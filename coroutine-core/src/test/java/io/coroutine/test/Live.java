package io.coroutine.test;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

import io.coroutine.Coroutine;
import io.coroutine.CoroutineInfo;
import io.coroutine.CoroutineRuntime;

/**
 * Waits for the count of live coroutines, which an event loop corrects a moment after a
 * coroutine has ended.
 */
public final class Live {

	private Live() {
	}

	/**
	 * Return how many coroutines have been started so far.
	 */
	public static long started(CoroutineRuntime runtime) {
		return runtime.snapshot().modes().values().stream().mapToLong((mode) -> mode.counts().started()).sum();
	}

	public static void awaitNone(CoroutineRuntime runtime) {
		awaitAtMost(runtime, 0);
	}

	public static void awaitAtMost(CoroutineRuntime runtime, long count) {
		Eventually.until("at most " + count + " coroutines live", () -> runtime.snapshot().live() <= count);
	}

	/**
	 * Return the first look at a coroutine that is as expected.
	 */
	public static CoroutineInfo await(Coroutine coroutine, Predicate<CoroutineInfo> expected) {
		AtomicReference<CoroutineInfo> seen = new AtomicReference<>();
		Eventually.until(() -> {
			coroutine.info().filter(expected).ifPresent(seen::set);
			return seen.get() != null;
		});
		return seen.get();
	}

}
