package io.coroutine.scheduler;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The other loops, as one loop sees them when it has nothing to do: it helps one that is
 * awake and has not moved for a while, as its carrier has been preempted by the operating
 * system or stalls in a coroutine. Confined to the loop that looks.
 */
final class Neighbours {

	/** So long a loop stands still before others do its work. */
	private static final long STUCK_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

	private final EventLoop own;

	private final List<EventLoop> others;

	private final long[] iterations;

	private final long[] slices;

	private final long[] since;

	private boolean awake;

	Neighbours(EventLoop own, List<EventLoop> all) {
		this.own = own;
		this.others = all.stream().filter((loop) -> loop != own).toList();
		this.iterations = new long[this.others.size()];
		this.slices = new long[this.others.size()];
		this.since = new long[this.others.size()];
		Arrays.fill(this.slices, -1);
	}

	/**
	 * Take a coroutine from a loop that is stuck, or pass on events that it has not got
	 * round to.
	 * @return whether there was something
	 */
	boolean help() {
		this.awake = false;
		for (int i = 0; i < this.others.size(); i++) {
			EventLoop other = this.others.get(i);
			if (!other.isSleeping()) {
				this.awake = true;
				if (isStuck(i, other) && help(other)) {
					return true;
				}
			}
		}
		return false;
	}

	private boolean isStuck(int index, EventLoop other) {
		long now = System.nanoTime();
		LoopStatistics statistics = other.statistics();
		if (statistics.slices() != this.slices[index] || statistics.iterations() != this.iterations[index]) {
			this.slices[index] = statistics.slices();
			this.iterations[index] = statistics.iterations();
			this.since[index] = now;
			return false;
		}
		return now - this.since[index] >= STUCK_NANOS;
	}

	private boolean help(EventLoop other) {
		Object coroutine = other.giveAway();
		if (coroutine != null) {
			this.own.takeIn(coroutine);
			return true;
		}
		return this.own.dispatcher().help(other.epoll());
	}

	/**
	 * Tell whether another loop was awake at the last look, so that a further look is due
	 * soon.
	 */
	boolean areAwake() {
		return this.awake;
	}

}
