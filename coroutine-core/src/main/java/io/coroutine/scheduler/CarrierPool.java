package io.coroutine.scheduler;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

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

	private final Consumer<Carrier> starter;

	/** How many carriers have no loop. */
	private int idle;

	private boolean closed;

	/**
	 * Create a pool.
	 * @param limit how many carriers there may be at the most, those of the loops
	 * included
	 * @param starter starts the thread of a carrier
	 */
	CarrierPool(int limit, Consumer<Carrier> starter) {
		this.limit = limit;
		this.starter = starter;
	}

	/**
	 * Make sure that a carrier waits for a loop: one that does so already, or a new one.
	 * Only {@link #run} uses it up, and only the watchdog calls both.
	 * @return whether there is one; not if all are in use, or the operating system gives
	 * no thread
	 */
	boolean prepareSpare() {
		this.lock.lock();
		try {
			if (this.closed || this.idle > this.orphans.size()) {
				return !this.closed;
			}
			if (this.carriers.size() >= this.limit) {
				return false;
			}
			startCarrier();
			return true;
		}
		catch (OutOfMemoryError ex) {
			return false;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Run a loop that has no carrier: on one that waits for a loop, or on a new one if
	 * there is none, as at the start, or when the pool was closed meanwhile. Should the
	 * operating system give no thread, the next carrier that retires runs the loop.
	 */
	void run(EventLoop loop) {
		this.lock.lock();
		try {
			this.orphans.add(loop);
			this.changed.signal();
			if (this.idle < this.orphans.size()) {
				startCarrier();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void startCarrier() {
		Carrier carrier = new Carrier(this, "coroutine-carrier-" + this.carriers.size());
		this.starter.accept(carrier);
		this.carriers.add(carrier);
		this.idle++;
	}

	/**
	 * Called by a carrier that has no loop.
	 * @return the loop to run, or {@code null} if the carrier shall end
	 */
	@Nullable EventLoop awaitLoop() {
		this.lock.lock();
		try {
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
	 * Called by a carrier whose loop has ended or was taken away.
	 */
	void retired() {
		this.lock.lock();
		try {
			this.idle++;
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
			return Math.max(this.idle - this.orphans.size(), 0);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return all carriers that there are.
	 */
	List<Carrier> all() {
		this.lock.lock();
		try {
			return List.copyOf(this.carriers);
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
		this.lock.lock();
		try {
			this.closed = true;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
		long deadline = System.nanoTime() + nanos;
		for (Carrier carrier : all()) {
			long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
			carrier.join(Math.max(millis, 1));
			if (carrier.isAlive()) {
				return false;
			}
		}
		return true;
	}

}
