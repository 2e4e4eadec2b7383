package io.coroutine.internal.stall;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import io.coroutine.internal.fiber.Fiber;
import io.coroutine.internal.measure.RateLimit;
import io.coroutine.snapshot.StallSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * The last {@value #SIZE} stalls with their culprits, for those who ask afterwards. The
 * watchdog adds, any thread reads: seldom both, so a monitor will do. To look at a stack
 * costs the watchdog some time in which it guards no loop, so in a storm of stalls that
 * is done for some of them only.
 */
public final class RecentStalls {

	static final int SIZE = 50;

	private final RateLimit stacks = new RateLimit(Duration.ofMillis(100));

	private final Deque<StallRecord> records = new ArrayDeque<>(SIZE);

	private long count;

	/**
	 * Add a stall that has just been found.
	 * @param culprit the coroutine, or {@code null} if it is an adopted virtual thread
	 * @return what is to be told of it later
	 */
	synchronized StallRecord add(int loop, @Nullable Fiber culprit, long sinceNanos) {
		if (this.records.size() == SIZE) {
			this.records.removeFirst();
		}
		this.count++;
		StallRecord added = new StallRecord(this.count, loop, culprit, sinceNanos);
		this.records.addLast(added);
		return added;
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
		return this.records.reversed().stream().map(StallRecord::snapshot).toList();
	}

}
