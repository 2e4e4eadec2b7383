package io.coroutine.internal.accept;

import io.coroutine.internal.loop.EventLoop;

/**
 * The event loop that a connection belongs to. That changes when the packets of the
 * connection are received on the CPU under another loop. For the modules of this project,
 * not for applications.
 */
public final class ConnectionHome {

	/**
	 * Every so many times that the connection begins to wait, its home is reconsidered,
	 * which takes a system call.
	 */
	static final int PERIOD = 16;

	private final LoopBalance balance;

	/** Written while this is locked. */
	private volatile EventLoop loop;

	/** Guarded by this. */
	private boolean left;

	/** Of the one who reconsiders. */
	private int waits;

	ConnectionHome(LoopBalance balance, EventLoop loop) {
		this.balance = balance;
		this.loop = loop;
	}

	/**
	 * Return the loop. Any thread may call it.
	 * @return the loop
	 */
	public EventLoop loop() {
		return this.loop;
	}

	/**
	 * Find out now and then whether another loop is nearer to the connection, and if so,
	 * make that its home. Called by code on the present one, by one thread at a time,
	 * when the connection is about to wait there.
	 * @param descriptor the descriptor of the connection
	 * @return the loop to wait on
	 */
	public EventLoop reconsider(int descriptor) {
		EventLoop present = this.loop;
		if (++this.waits % PERIOD != 0) {
			return present;
		}
		EventLoop nearest = this.balance.nearest(present, descriptor);
		return (nearest != present) ? move(present, nearest) : present;
	}

	private synchronized EventLoop move(EventLoop from, EventLoop to) {
		if (this.left) {
			return from;
		}
		this.balance.move(from, to);
		this.loop = to;
		return to;
	}

	/**
	 * Count the connection no longer, as it has ended. Any thread may call it, more than
	 * once.
	 */
	public synchronized void leave() {
		if (!this.left) {
			this.left = true;
			this.balance.remove(this.loop);
		}
	}

}
