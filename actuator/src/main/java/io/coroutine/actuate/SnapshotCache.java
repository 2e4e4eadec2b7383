package io.coroutine.actuate;

import io.coroutine.CoroutineRuntime;
import io.coroutine.RuntimeSnapshot;
import io.micrometer.core.instrument.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Takes one snapshot for all meters that are read within a short time, as a scrape does.
 * Any thread may call it.
 */
final class SnapshotCache {

	/** Longer than a scrape takes, and much shorter than the time between two. */
	static final long MAX_AGE_NANOSECONDS = 100_000_000;

	private final CoroutineRuntime runtime;

	private final Clock clock;

	private @Nullable RuntimeSnapshot snapshot;

	private long taken;

	SnapshotCache(CoroutineRuntime runtime, Clock clock) {
		this.runtime = runtime;
		this.clock = clock;
	}

	synchronized RuntimeSnapshot get() {
		long now = this.clock.monotonicTime();
		RuntimeSnapshot current = this.snapshot;
		if (current == null || now - this.taken >= MAX_AGE_NANOSECONDS) {
			current = this.runtime.snapshot();
			this.snapshot = current;
			this.taken = now;
		}
		return current;
	}

}
