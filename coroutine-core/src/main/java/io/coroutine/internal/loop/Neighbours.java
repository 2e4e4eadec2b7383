package io.coroutine.internal.loop;

import java.util.List;

import io.coroutine.internal.stall.WatchedLoop;

/**
 * The other loops, as one loop sees them when it has nothing to do. It steals from one
 * that is stuck, and from one that has more to do than it gets done; see
 * {@link Neighbour}. Confined to the loop that looks.
 * <p>
 * While another loop is awake, the loop looks again every {@link #TICK_MILLIS}. When all
 * others sleep it sleeps deep, and the watchdog wakes it once one of them has too much to
 * do.
 * <p>
 * Why balanced load does not go to and fro between loops: a loop takes only when it has
 * no work at all, and only from one whose queue has been long for a millisecond, so that
 * a burst that the other gets done by itself stays there. It takes at most half of that
 * queue, and no more than makes a queue long: what was taken does not by itself make its
 * new loop one to take from, and leaves the old one with no less. And it takes coroutines
 * only, not connections: one that has moved meets its sockets on its new loop, but the
 * next request of a connection starts on the loop that its descriptor is registered with.
 */
final class Neighbours {

	/** How long the loop sleeps between two looks, in milliseconds. */
	static final int TICK_MILLIS = 1;

	/** So many coroutines are taken from an overloaded loop at once. */
	private static final int BATCH = WatchedLoop.LONG_QUEUE;

	private final EventLoop own;

	private final List<Neighbour<EventLoop>> others;

	Neighbours(EventLoop own, List<EventLoop> all) {
		this.own = own;
		this.others = all.stream().filter((loop) -> loop != own).map((loop) -> new Neighbour<>(loop)).toList();
	}

	/**
	 * Called by the loop before it sleeps.
	 * @param timeout for how long it would sleep, in milliseconds, or -1 for ever
	 * @return for how long it may sleep: 0 if there is work now
	 */
	int lookAround(int timeout) {
		assert this.own.isConfined();
		long now = System.nanoTime();
		int result = timeout;
		for (Neighbour<EventLoop> other : this.others) {
			if (!other.loop().isSleeping()) {
				if (steal(other, now)) {
					return 0;
				}
				result = TICK_MILLIS;
			}
		}
		return result;
	}

	private boolean steal(Neighbour<EventLoop> other, long now) {
		EventLoop loop = other.loop();
		boolean stuck = other.isStuck(now);
		if (other.isOverloaded(now) && loop.stealFor(this.own, Math.min(loop.queued() / 2, BATCH)) > 0) {
			return true;
		}
		return stuck && (loop.stealFor(this.own, 1) > 0 || this.own.dispatcher().dispatchFrom(loop.epoll()));
	}

}
