package io.coroutine.scheduler;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * The carriers of all loops and the spare ones that wait for a loop to take over. Any
 * platform thread may call it.
 */
final class CarrierPool {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final Deque<EventLoop> orphans = new ArrayDeque<>();

	private final List<Carrier> carriers = new ArrayList<>();

	private final int limit;

	private int idle;

	private boolean closed;

	/**
	 * Create a pool.
	 * @param limit how many carriers there may be at the most, those of the loops
	 * included
	 */
	CarrierPool(int limit) {
		this.limit = limit;
	}

	/**
	 * Tell whether a carrier can be had now. Only {@link #run} uses one up.
	 */
	boolean hasSpare() {
		this.lock.lock();
		try {
			return !this.closed && (this.idle > this.orphans.size() || this.carriers.size() < this.limit);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Run a loop that has no carrier on a spare one, or on a new one.
	 */
	void run(EventLoop loop) {
		this.lock.lock();
		try {
			if (this.idle > this.orphans.size()) {
				this.orphans.add(loop);
				this.changed.signal();
				return;
			}
			Carrier carrier = new Carrier(this, "coroutine-carrier-" + this.carriers.size(), loop);
			this.carriers.add(carrier);
			carrier.start();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Called by a carrier that has no loop.
	 * @return the loop to run, or {@code null} if the carrier shall end
	 */
	@Nullable EventLoop awaitLoop() {
		this.lock.lock();
		try {
			this.idle++;
			while (this.orphans.isEmpty() && !this.closed) {
				this.changed.awaitUninterruptibly();
			}
			this.idle--;
			return this.orphans.poll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return how many carriers wait for a loop.
	 */
	int idle() {
		this.lock.lock();
		try {
			return this.idle;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * End the carriers, once their loops have ended.
	 * @param nanos how long to wait for them, in nanoseconds
	 * @return whether all have ended
	 */
	boolean close(long nanos) throws InterruptedException {
		List<Carrier> all;
		this.lock.lock();
		try {
			this.closed = true;
			this.changed.signalAll();
			all = List.copyOf(this.carriers);
		}
		finally {
			this.lock.unlock();
		}
		long deadline = System.nanoTime() + nanos;
		for (Carrier carrier : all) {
			long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
			carrier.join(Math.max(millis, 1));
			if (carrier.isAlive()) {
				return false;
			}
		}
		return true;
	}

}
