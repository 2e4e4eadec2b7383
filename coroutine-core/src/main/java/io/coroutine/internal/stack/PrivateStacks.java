package io.coroutine.internal.stack;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;

import io.coroutine.internal.fiber.Fiber;
import io.coroutine.internal.fiber.FiberNames;
import io.coroutine.internal.fiber.FiberRegistry;
import io.coroutine.internal.flight.FlightRecords;
import io.coroutine.internal.measure.Latencies;
import io.coroutine.internal.measure.RateLimit;
import io.coroutine.snapshot.StackUse;
import io.coroutine.snapshot.WorkingFor;
import org.jspecify.annotations.Nullable;

/**
 * The whole native stacks that coroutines own or use for a {@link BlockingCall}: platform
 * threads, so many at once, and a queue of those who wait for one, first in, first out.
 * Each gets a fresh thread: one that is used again would show a coroutine the
 * thread-locals of another, and could not have the size asked for. Methods may be called
 * from any thread.
 * <p>
 * A coroutine that is cancelled while it waits keeps its place, and its thread starts
 * interrupted: its task must run, as somebody may wait for its result.
 * <p>
 * The lock guards the queue and the counts. A stack that is given back goes to the first
 * in the queue without being counted as free between, so nobody overtakes. Threads are
 * started outside of the lock.
 */
public final class PrivateStacks {

	private static final System.Logger logger = System.getLogger(PrivateStacks.class.getName());

	private static final String ADVICE = "let coroutines use shared stacks, or raise coroutine.stack.private.limit"
			+ " (CoroutineRuntimeBuilder.privateStackLimit)";

	private final FiberRegistry fibers = new FiberRegistry();

	private final Latencies starts = new Latencies();

	private final RateLimit warnings = new RateLimit(Duration.ofSeconds(10));

	private final Object lock = new Object();

	private final int limit;

	private final int queueLimit;

	private final StackThreads threads;

	/** Started when their turn comes; guarded by {@link #lock}, as all below. */
	private final Queue<StackUser> queue = new ArrayDeque<>();

	private int inUse;

	private long rejected;

	/**
	 * Create the stacks.
	 * @param limit how many may be in use at once
	 * @param queueLimit how many may wait for one
	 * @param threads makes the threads
	 */
	public PrivateStacks(int limit, int queueLimit, StackThreads threads) {
		this.limit = limit;
		this.queueLimit = queueLimit;
		this.threads = threads;
	}

	public FiberRegistry fibers() {
		return this.fibers;
	}

	public Fiber create(@Nullable String name, long stackBytes, Runnable task) {
		return new ThreadFiber(task, this.fibers, this,
				(body) -> FiberNames.give(newThread(FiberNames.SHARED, stackBytes, body), name, true));
	}

	/**
	 * Make a thread, not started, for a {@link StackUser}.
	 */
	Thread newThread(String name, long stackBytes, Runnable body) {
		return this.threads.newThread(name, stackBytes, body);
	}

	/**
	 * Start a thread as soon as there is a stack for it.
	 * @throws RejectedExecutionException if too many wait already, or the operating
	 * system gives no thread
	 */
	void start(StackUser user) {
		int waiting;
		boolean refused = false;
		synchronized (this.lock) {
			if (this.inUse < this.limit) {
				this.inUse++;
				waiting = 0;
			}
			else if (this.limit > 0 && this.queue.size() < this.queueLimit) {
				this.queue.add(user);
				waiting = this.queue.size();
			}
			else {
				this.rejected++;
				waiting = this.queue.size();
				refused = true;
			}
		}
		if (waiting > 0 || refused) {
			String state = "All " + this.limit + " private stacks are in use and " + waiting
					+ " coroutines wait for one";
			reportExhaustion(user, state, waiting, refused);
			if (refused) {
				throw new RejectedExecutionException(state + "; " + ADVICE);
			}
			return;
		}
		RejectedExecutionException failure = tryStart(user);
		if (failure != null) {
			release();
			throw failure;
		}
	}

	/**
	 * Say that a thread has begun to run.
	 * @param since when it was asked for, as {@link System#nanoTime()}; 0 if the thread
	 * was started by other means
	 */
	void running(long since) {
		if (since != 0) {
			this.starts.record(System.nanoTime() - since);
		}
	}

	/**
	 * Return what the user works for, or, if it is just being created and does not tell,
	 * what its creator works for.
	 */
	private static @Nullable WorkingFor work(StackUser user) {
		WorkingFor own = user.workingFor();
		Fiber caller = Fiber.current();
		return (own != null || caller == null) ? own : caller.workingFor();
	}

	/**
	 * Never fails: the user stands in the queue, and whoever has started it must not be
	 * told that it was not.
	 */
	private void reportExhaustion(StackUser user, String state, int waiting, boolean refused) {
		try {
			FlightRecords.stacksExhausted(user.thread().getName(), work(user), this.limit, waiting, refused);
			if (this.warnings.tryAcquire()) {
				logger.log(System.Logger.Level.WARNING, "{0}{1}; {2}", state,
						(refused) ? ", further ones are rejected" : "", ADVICE);
			}
		}
		catch (RuntimeException | Error ex) {
			// The report is lost, the coroutine is not
		}
	}

	/**
	 * Take one out of the queue.
	 * @return whether it was in the queue and will not be started
	 */
	boolean withdraw(StackUser user) {
		synchronized (this.lock) {
			return this.queue.remove(user);
		}
	}

	/**
	 * Give a stack back.
	 */
	void release() {
		boolean started = false;
		while (!started) {
			StackUser next;
			synchronized (this.lock) {
				next = this.queue.poll();
				if (next == null) {
					this.inUse--;
					return;
				}
			}
			RejectedExecutionException failure = tryStart(next);
			started = failure == null;
			if (failure != null) {
				tellFailed(next, failure);
			}
		}
	}

	private void tellFailed(StackUser user, RejectedExecutionException failure) {
		try {
			if (this.warnings.tryAcquire()) {
				logger.log(System.Logger.Level.WARNING, "A coroutine that waited for a private stack has failed",
						failure);
			}
			user.startFailed(failure);
		}
		catch (RuntimeException | Error ex) {
			logger.log(System.Logger.Level.ERROR, "The failure of a coroutine could not be passed on", ex);
		}
	}

	private static @Nullable RejectedExecutionException tryStart(StackUser user) {
		try {
			user.thread().start();
			return null;
		}
		catch (RuntimeException | Error ex) {
			return new RejectedExecutionException("The operating system gives no thread for a private stack; "
					+ "raise its limits (of threads: ulimit -u, pids.max of the container; of memory), "
					+ "or lower coroutine.stack.private.limit (CoroutineRuntimeBuilder.privateStackLimit)", ex);
		}
	}

	/**
	 * Return how long those who asked for a stack had to wait until they ran.
	 */
	public Latencies starts() {
		return this.starts;
	}

	/**
	 * Return what the coroutines that own a stack, or wait for one, do.
	 */
	public FiberStates states() {
		List<Fiber> live = new ArrayList<>();
		this.fibers.addLiveTo(live);
		long runnable = 0;
		long running = 0;
		for (Fiber fiber : live) {
			Thread thread = fiber.thread();
			switch (thread.getState()) {
				case NEW -> runnable++;
				case RUNNABLE -> running += (LockSupport.getBlocker(thread) == null) ? 1 : 0;
				default -> {
				}
			}
		}
		return new FiberStates(runnable, running, live.size() - runnable - running);
	}

	/**
	 * Return how the stacks are used.
	 */
	public StackUse use() {
		synchronized (this.lock) {
			return new StackUse(this.limit, this.inUse, this.queue.size(), this.rejected);
		}
	}

}
