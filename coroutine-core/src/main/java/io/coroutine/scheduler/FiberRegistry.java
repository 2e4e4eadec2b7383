package io.coroutine.scheduler;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * The live fibers that were created for one loop, so that they can be ended and looked
 * at. A fiber stays with its registry when it moves to another loop. The lock is as good
 * as never contended: the loop's carrier adds and removes, nearly always the same.
 */
final class FiberRegistry {

	private final Object lock = new Object();

	private volatile @Nullable Scheduler scheduler;

	private @Nullable Fiber first;

	private boolean closed;

	private long started;

	private long finished;

	private final AtomicLong failed = new AtomicLong();

	/**
	 * Say what the fibers belong to. Called before there are any.
	 */
	void belongTo(Scheduler owner) {
		this.scheduler = owner;
	}

	Scheduler scheduler() {
		return Objects.requireNonNull(this.scheduler);
	}

	/**
	 * Add a fiber that is about to start.
	 * @throws RejectedExecutionException if the registry is closed
	 */
	void add(Fiber fiber) {
		synchronized (this.lock) {
			if (this.closed) {
				throw new RejectedExecutionException("The coroutine runtime is shut down");
			}
			this.started++;
			fiber.next = this.first;
			if (this.first != null) {
				this.first.previous = fiber;
			}
			this.first = fiber;
		}
	}

	/**
	 * Remove a fiber that has ended. Does nothing if it was removed before: one whose
	 * start has failed for lack of memory may be in the queue of its loop nevertheless.
	 */
	void remove(Fiber fiber) {
		synchronized (this.lock) {
			if (fiber.previous == null && this.first != fiber) {
				return;
			}
			this.finished++;
			if (fiber.previous != null) {
				fiber.previous.next = fiber.next;
			}
			else {
				this.first = fiber.next;
			}
			if (fiber.next != null) {
				fiber.next.previous = fiber.previous;
			}
			fiber.previous = null;
			fiber.next = null;
		}
	}

	/**
	 * Let no more fibers start.
	 */
	void close() {
		synchronized (this.lock) {
			this.closed = true;
		}
	}

	void ended(boolean failure) {
		if (failure) {
			this.failed.incrementAndGet();
		}
	}

	List<Fiber> live() {
		synchronized (this.lock) {
			List<Fiber> live = new ArrayList<>();
			for (Fiber fiber = this.first; fiber != null; fiber = fiber.next) {
				live.add(fiber);
			}
			return live;
		}
	}

	FiberCounts counts() {
		synchronized (this.lock) {
			return new FiberCounts(this.started, this.finished, this.failed.get());
		}
	}

}
