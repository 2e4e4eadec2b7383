package io.coroutine.net;

import java.util.concurrent.atomic.AtomicIntegerArray;

import io.coroutine.scheduler.EventLoop;
import io.coroutine.scheduler.EventLoopGroup;

/**
 * Spreads connections evenly over the loops. For the modules of this project, not for
 * applications. Any thread may call it.
 */
public final class LoopBalance {

	/**
	 * By so many connections a loop may be ahead of the emptiest one and still keep what
	 * it has accepted, as giving it away costs a wake-up.
	 */
	private static final int MARGIN = 1;

	private final EventLoopGroup group;

	private final AtomicIntegerArray connections;

	/**
	 * Create the balance.
	 * @param group the loops
	 */
	public LoopBalance(EventLoopGroup group) {
		this.group = group;
		this.connections = new AtomicIntegerArray(group.loops().size());
	}

	/**
	 * Choose a loop for a connection and count it there.
	 * @param accepting the loop that has accepted it
	 * @return the loop for it
	 */
	public EventLoop add(EventLoop accepting) {
		int emptiest = accepting.index();
		int fewest = this.connections.get(emptiest) - MARGIN;
		for (int i = 0; i < this.connections.length(); i++) {
			int count = this.connections.get(i);
			if (count < fewest) {
				emptiest = i;
				fewest = count;
			}
		}
		this.connections.incrementAndGet(emptiest);
		return this.group.loops().get(emptiest);
	}

	/**
	 * Count a connection of a loop no longer.
	 * @param loop the loop that was chosen for it
	 */
	public void remove(EventLoop loop) {
		this.connections.decrementAndGet(loop.index());
	}

	/**
	 * Return how many connections a loop has.
	 * @param loop the loop
	 * @return the number
	 */
	public int count(EventLoop loop) {
		return this.connections.get(loop.index());
	}

}
