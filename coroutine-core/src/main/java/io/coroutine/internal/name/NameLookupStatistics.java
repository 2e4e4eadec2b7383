package io.coroutine.internal.name;

import java.util.concurrent.atomic.LongAdder;

import io.coroutine.snapshot.NameLookupCounts;

/**
 * Counts look-ups, each caller's own. Any thread may call it.
 */
final class NameLookupStatistics {

	private final LongAdder begun = new LongAdder();

	private final LongAdder found = new LongAdder();

	private final LongAdder failed = new LongAdder();

	private final LongAdder timedOut = new LongAdder();

	void begun() {
		this.begun.increment();
	}

	void found() {
		this.found.increment();
	}

	void failed() {
		this.failed.increment();
	}

	void timedOut() {
		this.timedOut.increment();
	}

	NameLookupCounts counts() {
		long answered = this.found.sum();
		long without = this.failed.sum();
		long late = this.timedOut.sum();
		// Read last: nothing ends before it has begun
		return new NameLookupCounts(this.begun.sum() - answered - without - late, answered, without, late);
	}

}
