package io.coroutine.internal.stall;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import io.coroutine.internal.measure.RateLimit;
import io.coroutine.snapshot.StallSnapshot;

/**
 * The last {@value #SIZE} stalls with their culprits, for those who ask afterwards. The
 * {@link StallReporter} adds, any thread reads: seldom both, so a monitor will do. To
 * look at a stack holds the coroutine up, so in a storm of stalls that is done for some
 * of them only.
 */
public final class RecentStalls {

	static final int SIZE = 50;

	private final RateLimit stacks = new RateLimit(Duration.ofMillis(100));

	private final Deque<Stall> stalls = new ArrayDeque<>(SIZE);

	private long count;

	/**
	 * Add a stall that has just been found, and give it a number.
	 */
	synchronized void add(Stall stall) {
		if (this.stalls.size() == SIZE) {
			this.stalls.removeFirst();
		}
		this.count++;
		stall.number(this.count);
		this.stalls.addLast(stall);
	}

	/**
	 * Tell whether the stack of a culprit may be looked at now.
	 */
	boolean mayLookAtStack() {
		return this.stacks.tryAcquire();
	}

	/**
	 * Return the last stalls, the latest first.
	 */
	public synchronized List<StallSnapshot> list() {
		return this.stalls.reversed().stream().map(Stall::snapshot).toList();
	}

}
