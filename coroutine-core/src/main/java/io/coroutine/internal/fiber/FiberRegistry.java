package io.coroutine.internal.fiber;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

import io.coroutine.snapshot.CoroutineCounts;
import org.jspecify.annotations.Nullable;

/**
 * The live fibers that were created for one loop, so that they can be ended and looked
 * at. A fiber stays with its registry when it moves to another loop. The lock is as good
 * as never contended: the loop's carrier adds and removes, nearly always the same, and
 * who looks takes it for one chunk at a time.
 */
public final class FiberRegistry {

	private final SpinLock lock = new SpinLock();

	private final FiberTable fibers = new FiberTable();

	private volatile @Nullable Object owner;

	private volatile boolean timed;

	private boolean closed;

	private long started;

	private long finished;

	private final AtomicLong failed = new AtomicLong();

	/**
	 * Say what the fibers belong to. Called before there are any.
	 * @param timed whether to note when they start
	 */
	void belongTo(Object owner, boolean timed) {
		this.timed = timed;
		this.owner = owner;
	}

	Object owner() {
		return Objects.requireNonNull(this.owner);
	}

	boolean isTimed() {
		return this.timed;
	}

	/**
	 * Add a fiber that is about to start.
	 * @throws RejectedExecutionException if the registry is closed
	 */
	void add(Fiber fiber) {
		this.lock.lock();
		try {
			if (this.closed) {
				throw new RejectedExecutionException("The coroutine runtime is shut down");
			}
			this.fibers.add(fiber);
			this.started++;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Remove a fiber whose thread has ended. A loop may do so twice: who looks at the
	 * stack of a thread that is ready makes the JDK queue it once more, and that is found
	 * when it has run to its end; and one whose start has failed for lack of memory may
	 * be in the queue of its loop nevertheless.
	 */
	public void remove(Fiber fiber) {
		this.lock.lock();
		try {
			if (this.fibers.remove(fiber)) {
				this.finished++;
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Let no more fibers start.
	 */
	void close() {
		this.lock.lock();
		try {
			this.closed = true;
		}
		finally {
			this.lock.unlock();
		}
	}

	void ended(boolean failure) {
		if (failure) {
			this.failed.incrementAndGet();
		}
	}

	/**
	 * Add the fibers that live to a list, in any order. Those that live all the time are
	 * in it, perhaps twice; those that start or end meanwhile may be.
	 */
	public void addLiveTo(List<Fiber> target) {
		for (int chunk = lastChunk(); chunk >= 0; chunk--) {
			Collections.addAll(target, copy(chunk));
		}
	}

	/**
	 * Add some of the fibers that live to a list, each as likely as another.
	 * @param step one in so many is added
	 */
	void addSampleTo(List<Fiber> target, int step) {
		for (int chunk = lastChunk(); chunk >= 0; chunk--) {
			Fiber[] fibers = copy(chunk);
			for (int i = ThreadLocalRandom.current().nextInt(step); i < fibers.length; i += step) {
				target.add(fibers[i]);
			}
		}
	}

	/**
	 * Find a fiber that lives.
	 * @return the fiber, or {@code null} if there is none of this number
	 */
	@Nullable Fiber find(long id) {
		for (int chunk = lastChunk(); chunk >= 0; chunk--) {
			for (Fiber fiber : copy(chunk)) {
				if (fiber.id() == id) {
					return fiber;
				}
			}
		}
		return null;
	}

	private int lastChunk() {
		this.lock.lock();
		try {
			return this.fibers.lastChunk();
		}
		finally {
			this.lock.unlock();
		}
	}

	private Fiber[] copy(int chunk) {
		this.lock.lock();
		try {
			return this.fibers.copy(chunk);
		}
		finally {
			this.lock.unlock();
		}
	}

	public CoroutineCounts counts() {
		this.lock.lock();
		try {
			return new CoroutineCounts(this.started, this.finished, this.failed.get());
		}
		finally {
			this.lock.unlock();
		}
	}

}
