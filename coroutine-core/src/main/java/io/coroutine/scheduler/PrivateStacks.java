package io.coroutine.scheduler;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;

import org.jspecify.annotations.Nullable;

/**
 * The whole native stacks that coroutines own: platform threads, so many at once, and a
 * queue of those who wait for one. Each coroutine gets a fresh thread: one that is used
 * again would show it the thread-locals of another, and could not have the size asked
 * for. Methods may be called from any thread.
 */
final class PrivateStacks {

	private final FiberRegistry fibers = new FiberRegistry();

	private final Object lock = new Object();

	private final int limit;

	private final int queueLimit;

	/** Started when their turn comes; guarded by {@link #lock}, as all below. */
	private final Queue<Thread> queue = new ArrayDeque<>();

	private int inUse;

	private long rejected;

	/**
	 * Create the stacks.
	 * @param limit how many may be in use at once
	 * @param queueLimit how many may wait for one
	 */
	PrivateStacks(int limit, int queueLimit) {
		this.limit = limit;
		this.queueLimit = queueLimit;
	}

	FiberRegistry fibers() {
		return this.fibers;
	}

	Fiber create(long id, @Nullable String name, long stackBytes, Runnable task) {
		return new ThreadFiber(id, task, this.fibers, this,
				(body) -> newThread((name != null) ? name : FiberNames.of(id), stackBytes, body));
	}

	private static Thread newThread(String name, long stackBytes, Runnable body) {
		return Thread.ofPlatform().daemon().name(name).stackSize(stackBytes).unstarted(body);
	}

	/**
	 * Start a thread as soon as there is a stack for it; it calls {@link #release} at its
	 * end.
	 * @throws RejectedExecutionException if too many wait already
	 */
	void start(Thread thread) {
		synchronized (this.lock) {
			if (this.inUse == this.limit) {
				if (this.limit == 0 || this.queue.size() >= this.queueLimit) {
					this.rejected++;
					throw new RejectedExecutionException(
							"All " + this.limit + " private stacks are in use and " + this.queue.size()
									+ " coroutines wait for one; use shared stacks, or allow more private ones");
				}
				this.queue.add(thread);
				return;
			}
			this.inUse++;
		}
		boolean started = false;
		try {
			thread.start();
			started = true;
		}
		finally {
			if (!started) {
				release();
			}
		}
	}

	/**
	 * Give a stack back.
	 */
	void release() {
		Thread next;
		synchronized (this.lock) {
			next = this.queue.poll();
			if (next == null) {
				this.inUse--;
				return;
			}
		}
		next.start();
	}

	/**
	 * Return how the stacks are used.
	 */
	StackUse use() {
		synchronized (this.lock) {
			return new StackUse(this.limit, this.inUse, this.queue.size(), this.rejected);
		}
	}

}
