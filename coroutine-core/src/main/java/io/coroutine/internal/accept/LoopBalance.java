package io.coroutine.internal.accept;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;

import io.coroutine.internal.loop.EventLoop;
import io.coroutine.internal.loop.EventLoopGroup;

/**
 * Spreads connections evenly over the loops, and brings each to the loop on the CPU that
 * receives its packets as far as that keeps them even. For the modules of this project,
 * not for applications. Any thread may call it.
 */
public final class LoopBalance {

	/**
	 * By so many connections a loop may be ahead of the emptiest one and still keep what
	 * it has accepted, as giving it away costs a wake-up.
	 */
	private static final int MARGIN = 1;

	/**
	 * By so many connections a loop may be ahead of another one and still take one over
	 * from it. With less, two even loops could not exchange any.
	 */
	private static final int SLACK = 1;

	private final EventLoopGroup group;

	private final Cpus cpus;

	private final AtomicIntegerArray connections;

	/** The CPU on which each loop was seen last; -1 if it was not. */
	private final AtomicIntegerArray seenOn;

	/**
	 * Create the balance.
	 * @param group the loops
	 * @param cpus tells the CPUs of the loops and of the connections
	 */
	public LoopBalance(EventLoopGroup group, Cpus cpus) {
		this.group = group;
		this.cpus = cpus;
		int loops = group.loops().size();
		this.connections = new AtomicIntegerArray(loops);
		int[] unseen = new int[loops];
		Arrays.fill(unseen, -1);
		this.seenOn = new AtomicIntegerArray(unseen);
	}

	/**
	 * Choose a home for a connection and count it there.
	 * @param accepting the loop that has accepted it
	 * @return its home, to be left when the connection ends
	 */
	public ConnectionHome home(EventLoop accepting) {
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
		return new ConnectionHome(this, this.group.loops().get(emptiest));
	}

	/**
	 * Find the loop on the CPU that receives the packets of a connection.
	 * @param present the loop of the connection, under the caller
	 * @return that loop, if it may take the connection over; otherwise the present one
	 */
	EventLoop nearest(EventLoop present, int descriptor) {
		int here = this.cpus.current();
		this.seenOn.setOpaque(present.index(), here);
		int receiving = this.cpus.receiving(descriptor);
		if (receiving == here || receiving < 0) {
			return present;
		}
		int most = this.connections.get(present.index()) + SLACK;
		for (EventLoop loop : this.group.loops()) {
			if (loop != present && this.seenOn.getOpaque(loop.index()) == receiving && count(loop) <= most) {
				return loop;
			}
		}
		return present;
	}

	void move(EventLoop from, EventLoop to) {
		this.connections.incrementAndGet(to.index());
		remove(from);
	}

	void remove(EventLoop loop) {
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
