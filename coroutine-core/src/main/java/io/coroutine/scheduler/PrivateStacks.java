package io.coroutine.scheduler;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;

import org.jspecify.annotations.Nullable;

/**
 * Starts coroutines that own a whole native stack: platform threads, up to a bound.
 */
final class PrivateStacks {

	private final FiberRegistry fibers = new FiberRegistry();

	private final Semaphore free;

	private final int limit;

	private final long stackBytes;

	PrivateStacks(int limit, long stackBytes) {
		this.limit = limit;
		this.free = new Semaphore(limit);
		this.stackBytes = stackBytes;
	}

	FiberRegistry fibers() {
		return this.fibers;
	}

	Fiber start(long id, @Nullable String name, Runnable task) {
		if (!this.free.tryAcquire()) {
			throw new RejectedExecutionException(
					"All " + this.limit + " private stacks are in use; use shared stacks, or allow more private ones");
		}
		Runnable released = () -> {
			try {
				task.run();
			}
			finally {
				this.free.release();
			}
		};
		ThreadFiber fiber = new ThreadFiber(id, released, this.fibers,
				(body) -> Thread.ofPlatform()
					.daemon()
					.name((name != null) ? name : "coroutine-" + id)
					.stackSize(this.stackBytes)
					.unstarted(body));
		fiber.start();
		return fiber;
	}

}
