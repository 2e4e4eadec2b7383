package io.coroutine.internal.fiber;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.coroutine.internal.jdk.VirtualThreads;
import io.coroutine.internal.timer.CoarseClock;
import io.coroutine.internal.wait.WaitReason;
import io.coroutine.internal.wait.WorkReason;
import io.coroutine.snapshot.WaitKind;
import io.coroutine.snapshot.WaitingFor;
import io.coroutine.snapshot.WorkingFor;
import org.jspecify.annotations.Nullable;

/**
 * A coroutine as the scheduler sees it: a thread of the JDK and what we know about it.
 * The public view is {@code io.coroutine.Coroutine}.
 * <p>
 * Any thread may call the methods if not said otherwise. {@code status} goes from
 * {@link #NEW} to {@link #STARTED} by compare-and-set, so that one caller starts the
 * fiber, or the fiber itself finds that its thread was started by other means; and to
 * {@link #DONE} by the fiber itself.
 */
public abstract class Fiber implements WaitReason {

	private static final byte NEW = 0;

	private static final byte STARTED = 1;

	private static final byte DONE = 2;

	private static final VarHandle STATUS;

	static {
		try {
			STATUS = MethodHandles.lookup().findVarHandle(Fiber.class, "status", byte.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final Runnable task;

	private final FiberRegistry registry;

	/** Belongs to {@link FiberTable}. */
	int slot = FiberTable.NO_SLOT;

	/** Since when it lives; written by the one that starts it, before the task runs. */
	private int startTick = CoarseClock.NONE;

	/** Belongs to {@link Transfer}. */
	volatile @Nullable Object link;

	private @Nullable FiberLocals locals;

	private volatile byte status;

	/** Whether somebody waits for the end, or has waited. */
	private volatile boolean joined;

	public Fiber(Runnable task, FiberRegistry registry) {
		this.task = task;
		this.registry = registry;
	}

	/**
	 * Return the fiber in whose name the calling code runs.
	 * @return the fiber, or {@code null} if the caller is none
	 */
	public static @Nullable Fiber current() {
		Fiber fiber = (VirtualThreads.isAvailable()) ? of(Thread.currentThread()) : null;
		return (fiber != null) ? fiber : CurrentFiber.get();
	}

	/**
	 * Return the fiber that is the scheduler of its own thread, as those on event loops
	 * are.
	 * @return the fiber, or {@code null} if the thread is none of these
	 */
	static @Nullable Fiber of(Thread thread) {
		if (thread.isVirtual() && VirtualThreads.schedulerOf(thread) instanceof Fiber fiber
				&& fiber.thread() == thread) {
			return fiber;
		}
		return null;
	}

	/**
	 * What the fiber's thread runs.
	 */
	protected final void body() {
		if (claimStart()) {
			joinRegistry();
		}
		boolean failed = true;
		try {
			this.task.run();
			failed = false;
		}
		finally {
			try {
				endLocals();
			}
			finally {
				this.registry.ended(failed);
				end();
			}
		}
	}

	private void endLocals() {
		FiberLocals current = this.locals;
		if (current != null) {
			current.end();
		}
	}

	/**
	 * Do in the thread itself what {@link #launch()} does, as it was started by
	 * {@link Thread#start()}.
	 */
	private void joinRegistry() {
		try {
			register();
		}
		catch (RejectedExecutionException ex) {
			Abandonable.abandon(this.task);
			throw ex;
		}
	}

	private void end() {
		this.locals = null;
		this.status = DONE;
		Transfer.ended(this);
		if (this.joined) {
			synchronized (this) {
				notifyAll();
			}
		}
	}

	/**
	 * Claim the right to start the fiber.
	 * @return whether the caller is the one to call {@link #launch()}
	 */
	final boolean claimStart() {
		return this.status == NEW && STATUS.compareAndSet(this, NEW, STARTED);
	}

	/**
	 * Start a fiber that nobody else has seen yet, which spares {@link #claimStart()}.
	 * @throws RejectedExecutionException if the scheduler starts no more coroutines
	 */
	public final void startNew() {
		STATUS.set(this, STARTED);
		launch();
	}

	/**
	 * Start the thread, once {@link #claimStart()} has returned {@code true}.
	 * @throws RejectedExecutionException if the scheduler starts no more coroutines
	 */
	final void launch() {
		register();
		boolean launched = false;
		try {
			launchThread();
			launched = true;
		}
		finally {
			if (!launched) {
				abandon();
			}
		}
	}

	private void register() {
		try {
			if (this.registry.isTimed()) {
				this.startTick = startTick();
			}
			this.registry.add(this);
		}
		catch (RuntimeException | Error ex) {
			end();
			throw ex;
		}
	}

	/**
	 * End a fiber that has been added to its registry and whose thread cannot be started.
	 */
	public final void abandon() {
		this.registry.ended(true);
		this.registry.remove(this);
		try {
			Abandonable.abandon(this.task);
		}
		finally {
			end();
		}
	}

	protected abstract void launchThread();

	/**
	 * Return the time at which it starts.
	 */
	protected int startTick() {
		return CoarseClock.read();
	}

	/**
	 * Run next, in the place of the caller, if the caller makes this fiber runnable
	 * before it calls {@link #endRunNext()}. Where somebody else schedules, nothing is to
	 * be done.
	 */
	protected void runNext() {
	}

	/**
	 * End {@link #runNext()}.
	 */
	protected void endRunNext() {
	}

	/**
	 * Let whom this fiber, which calls, was about to make room for wait for its turn, as
	 * the caller goes on.
	 */
	protected void goOn() {
	}

	/**
	 * Start the fiber.
	 * @throws IllegalStateException if it has been started before
	 * @throws RejectedExecutionException if the scheduler starts no more coroutines
	 */
	public final void start() {
		if (!claimStart()) {
			throw new IllegalStateException("Coroutine #" + id() + " has been started before");
		}
		launch();
	}

	/**
	 * Run the fiber until it suspends itself or ends, see {@link Transfer#resume}.
	 * @throws IllegalStateException if it runs or has ended
	 */
	public final void resume() {
		Transfer.resume(this);
	}

	/**
	 * Give control back to whoever has resumed the calling fiber, see
	 * {@link Transfer#suspend}.
	 * @throws InterruptedException if the caller is interrupted
	 * @throws IllegalStateException if the caller is no fiber
	 */
	public static void suspend() throws InterruptedException {
		Transfer.suspend();
	}

	public final FiberRegistry registry() {
		return this.registry;
	}

	/**
	 * Return what has created the fiber.
	 * @return the owner, always the same
	 */
	public final Object owner() {
		return this.registry.owner();
	}

	/**
	 * Tell whether the task has ended; its thread may need a moment more.
	 * @return whether it has ended
	 */
	public final boolean isDone() {
		return this.status == DONE;
	}

	/**
	 * Return the number of the fiber, that of its thread.
	 * @return the number, unique in the JVM
	 */
	public final long id() {
		return thread().threadId();
	}

	/**
	 * Return the name of the fiber: that of its thread, or if it has none of its own, one
	 * made from its number.
	 * @return the name
	 */
	public final String name() {
		String name = thread().getName();
		return (name.equals(FiberNames.SHARED)) ? FiberNames.of(id()) : name;
	}

	/**
	 * Return for how long the fiber lives, if its scheduler notes that.
	 * @return the time since it was started, to some 20 ms; zero if it is not known
	 */
	public final Duration age() {
		return CoarseClock.since(this.startTick);
	}

	/**
	 * Return what the fiber runs.
	 * @return the task it was created with
	 */
	public final Runnable task() {
		return this.task;
	}

	/**
	 * Return what the fiber works for, if its task tells. Never fails, as those who ask
	 * have other things to do for the fiber, such as to run it.
	 * @return what it works for, or {@code null} if that is not known
	 */
	public final @Nullable WorkingFor workingFor() {
		try {
			return (this.task instanceof WorkReason reason) ? reason.describeWork() : null;
		}
		catch (RuntimeException | Error ex) {
			return null;
		}
	}

	/**
	 * Tell whether the fiber has been started and has not ended.
	 */
	public final boolean isLive() {
		return this.status == STARTED;
	}

	/**
	 * Return the thread of the fiber.
	 * @return the thread
	 */
	public abstract Thread thread();

	/**
	 * Tell whether the fiber owns a whole stack.
	 * @return {@code false} if its frames are copied to the heap while it waits
	 */
	public abstract boolean hasPrivateStack();

	/**
	 * Return what {@link #locals(FiberLocals)} has set. Called by the fiber only, or by
	 * code of a {@code BlockingCall} in its name.
	 * @return the values, or {@code null} if there are none
	 */
	public final @Nullable FiberLocals locals() {
		return this.locals;
	}

	/**
	 * Keep values that belong to the fiber and end with it. Called by the fiber, or by
	 * code of a {@code BlockingCall} in its name, or before it starts by its creator.
	 * @param values the values, or {@code null} for none
	 */
	public final void locals(@Nullable FiberLocals values) {
		this.locals = values;
	}

	/**
	 * Wait for the end of the fiber and of its thread. A fiber that is not started is
	 * waited for too.
	 * @throws InterruptedException if the caller is interrupted
	 */
	public final void join() throws InterruptedException {
		if (!isDone()) {
			LockSupport.setCurrentBlocker(this);
			try {
				awaitEnd();
			}
			finally {
				LockSupport.setCurrentBlocker(null);
			}
		}
		thread().join();
	}

	private void awaitEnd() throws InterruptedException {
		this.joined = true;
		synchronized (this) {
			while (!isDone()) {
				wait();
			}
		}
	}

	/**
	 * Wait for the end of the fiber and of its thread, see {@link #join()}.
	 * @param duration how long to wait; zero or less does not wait
	 * @return whether it has ended
	 * @throws InterruptedException if the caller is interrupted
	 */
	public final boolean join(Duration duration) throws InterruptedException {
		long deadline = System.nanoTime() + Math.min(TimeUnit.NANOSECONDS.convert(duration), Long.MAX_VALUE / 2);
		if (!isDone()) {
			LockSupport.setCurrentBlocker(this);
			try {
				if (!awaitEnd(deadline)) {
					return false;
				}
			}
			finally {
				LockSupport.setCurrentBlocker(null);
			}
		}
		Thread thread = thread();
		return !thread.isAlive() || thread.join(Duration.ofNanos(Math.max(deadline - System.nanoTime(), 0)));
	}

	private boolean awaitEnd(long deadline) throws InterruptedException {
		this.joined = true;
		synchronized (this) {
			for (long left = deadline - System.nanoTime(); !isDone(); left = deadline - System.nanoTime()) {
				if (left <= 0) {
					return false;
				}
				TimeUnit.NANOSECONDS.timedWait(this, left);
			}
		}
		return true;
	}

	/**
	 * Say that a thread waits for the end of this fiber, or that it has resumed it.
	 */
	@Override
	public final WaitingFor describeWait(Thread waiter) {
		return (this.link == waiter) ? new WaitingFor(WaitKind.TRANSFER, "suspend or end of " + label())
				: new WaitingFor(WaitKind.JOIN, "end of " + label());
	}

	private String label() {
		return "coroutine #" + id() + " (" + name() + ")";
	}

}
