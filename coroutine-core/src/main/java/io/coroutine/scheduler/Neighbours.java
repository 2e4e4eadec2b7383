package io.coroutine.scheduler;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * The other loops, as one loop sees them when it has nothing to do: it helps out one
 * whose queue has not moved for a while, as its carrier has been preempted by the
 * operating system or stalls in a coroutine. Confined to the loop that looks.
 */
final class Neighbours {

	/** So long a queue stands still before others take from it. */
	private static final long STUCK_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

	private final List<EventLoop> others;

	private final long[] slices;

	private final long[] since;

	private boolean backlog;

	Neighbours(EventLoop own, List<EventLoop> all) {
		this.others = all.stream().filter((loop) -> loop != own).toList();
		this.slices = new long[this.others.size()];
		this.since = new long[this.others.size()];
		Arrays.fill(this.slices, -1);
	}

	/**
	 * Take a coroutine from a loop that is stuck.
	 * @return the coroutine, or {@code null} if no loop is
	 */
	@Nullable Object takeFromStuck() {
		this.backlog = false;
		for (int i = 0; i < this.others.size(); i++) {
			EventLoop other = this.others.get(i);
			if (other.queued() == 0) {
				continue;
			}
			long now = System.nanoTime();
			long seen = other.statistics().slices();
			if (seen != this.slices[i]) {
				this.slices[i] = seen;
				this.since[i] = now;
			}
			else if (now - this.since[i] >= STUCK_NANOS) {
				Object element = other.giveAway();
				if (element != null) {
					return element;
				}
			}
			this.backlog = true;
		}
		return null;
	}

	/**
	 * Tell whether the last look has found a loop with work in its queue, so that another
	 * look is due soon.
	 */
	boolean hasBacklog() {
		return this.backlog;
	}

}
