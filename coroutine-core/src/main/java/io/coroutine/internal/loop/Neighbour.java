package io.coroutine.internal.loop;

import java.util.concurrent.TimeUnit;

import io.coroutine.internal.measure.LoopStatistics;
import io.coroutine.internal.stall.WatchedLoop;

/**
 * Another loop, and what was seen of it at the last look. Confined to the loop that
 * looks.
 *
 * @param <L> the type of the loop
 */
final class Neighbour<L extends WatchedLoop> {

	/** So long a loop stands still before others do its work. */
	private static final long STUCK_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

	/** So long a queue must be long, at two looks in a row, before others take of it. */
	private static final long OVERLOADED_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	/** Looks that are further apart do not count as two in a row. */
	private static final long FORGET_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

	private final L loop;

	private long slices = -1;

	private long iterations;

	private long movedAt;

	private boolean longQueue;

	private long longSince;

	private long lookedAt;

	Neighbour(L loop) {
		this.loop = loop;
	}

	L loop() {
		return this.loop;
	}

	/**
	 * Tell whether the loop stands still: its carrier has been preempted by the operating
	 * system, or is inside a coroutine for long.
	 */
	boolean isStuck(long now) {
		LoopStatistics statistics = this.loop.statistics();
		if (statistics.slices() != this.slices || statistics.iterations() != this.iterations) {
			this.slices = statistics.slices();
			this.iterations = statistics.iterations();
			this.movedAt = now;
			return false;
		}
		return now - this.movedAt >= STUCK_NANOS;
	}

	/**
	 * Tell whether the queue of the loop was long at looks in a row, the first of them a
	 * millisecond ago.
	 */
	boolean isOverloaded(long now) {
		boolean inARow = this.longQueue && now - this.lookedAt < FORGET_NANOS;
		this.lookedAt = now;
		this.longQueue = this.loop.queued() > WatchedLoop.LONG_QUEUE;
		if (!this.longQueue || !inARow) {
			this.longSince = now;
			return false;
		}
		return now - this.longSince >= OVERLOADED_NANOS;
	}

}
