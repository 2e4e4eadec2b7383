package io.coroutine.scope;

import java.time.Duration;

import io.coroutine.CoroutineRuntime;
import io.coroutine.internal.inspect.OwnerInterrupt;
import io.coroutine.internal.loop.Alarm;
import io.coroutine.internal.scheduler.Scheduler;
import io.coroutine.local.CoroutineLocal;
import org.jspecify.annotations.Nullable;

/**
 * The time in which a {@link Deadline} is that of the coroutine which has opened the
 * scope, for code that cannot be put into {@link Deadline#within}. Of scopes within one
 * another the inner one is closed first.
 * <p>
 * The alarm goes off in a coroutine of its own, which interrupts the owner when it waits
 * and that harms nobody, see {@link OwnerInterrupt}; after {@link #close()} it does not
 * any more, and what it has sent is taken back.
 */
public final class DeadlineScope implements AutoCloseable {

	private static final CoroutineLocal<@Nullable DeadlineScope> INNERMOST = CoroutineLocal.create();

	private final Thread owner = Thread.currentThread();

	private final OwnerInterrupt interrupt = new OwnerInterrupt();

	private final CoroutineRuntime runtime;

	private final Deadline deadline;

	private final @Nullable Deadline previous;

	private final @Nullable DeadlineScope outer;

	private final Alarm alarm;

	private DeadlineScope(CoroutineRuntime runtime, Duration limit) {
		this.runtime = runtime;
		this.deadline = new Deadline(limit).orEarlier(Deadline.current());
		this.previous = Deadline.replace(this.deadline);
		this.outer = INNERMOST.get();
		INNERMOST.set(this);
		this.alarm = Scheduler.behind(runtime).alarm(this.deadline.nanosLeft(), this::pass);
	}

	/**
	 * Set a deadline for the caller, or keep that which it has if that is earlier.
	 * @param limit how long it is until the deadline, more than zero
	 * @return the scope, to be closed by the caller
	 * @throws IllegalArgumentException if the time is zero or negative
	 * @throws IllegalStateException if the caller is no coroutine
	 * @throws java.util.concurrent.RejectedExecutionException if the runtime is shut down
	 */
	public static DeadlineScope open(Duration limit) {
		if (!limit.isPositive()) {
			throw new IllegalArgumentException("A deadline must be more than zero from now, not " + limit);
		}
		return new DeadlineScope(CoroutineRuntime.current(), limit);
	}

	/**
	 * Return the deadline in force: that of this scope, or an earlier one.
	 * @return the deadline
	 */
	public Deadline deadline() {
		return this.deadline;
	}

	/**
	 * Tell whether the deadline has passed.
	 * @return whether it has
	 */
	public boolean hasPassed() {
		return this.deadline.hasPassed();
	}

	/**
	 * Tell whether the caller was interrupted for its deadline, for code that makes
	 * another exception of an interrupt and would leave that pending: what follows, to
	 * the end of the request, loads classes and writes logs, and a pending interrupt
	 * closes their files. No need to leave this one, as the coroutine is interrupted
	 * again if it goes on to wait.
	 * @return whether that is so
	 */
	public static boolean hasInterruptedCaller() {
		DeadlineScope innermost = INNERMOST.get();
		return innermost != null && innermost.owner == Thread.currentThread() && innermost.hasInterrupted();
	}

	/**
	 * Called by the alarm. What the actions have ended lets the coroutine go on, to clean
	 * up behind itself: it is interrupted only if it takes too long.
	 */
	private void pass() {
		if (this.interrupt.isEnded()) {
			return;
		}
		boolean acted = this.deadline.runActions(this.runtime);
		if (!acted || this.interrupt.awaitEnd(DeadlineActions.GRACE)) {
			this.interrupt.sendUntilEnd(DeadlineActions.GRACE);
		}
	}

	/**
	 * End it: the coroutine has the deadline again that it had before, and is not
	 * interrupted any more on behalf of this one; if it has been, that is taken back. A
	 * further call does nothing.
	 * @throws IllegalStateException if the caller is not the coroutine that has opened
	 * the scope
	 */
	@Override
	public void close() {
		if (Thread.currentThread() != this.owner) {
			throw new IllegalStateException("Only " + this.owner + " may close its deadline, and this is "
					+ Thread.currentThread() + ": close it where it was opened");
		}
		if (this.interrupt.isEnded()) {
			return;
		}
		boolean takeBack = this.interrupt.end();
		this.alarm.cancel();
		Deadline.replace(this.previous);
		if (this.outer != null) {
			INNERMOST.set(this.outer);
		}
		else {
			INNERMOST.remove();
		}
		if (takeBack) {
			boolean _ = Thread.interrupted();
		}
		for (DeadlineScope around = this.outer; takeBack && around != null; around = around.outer) {
			// This may have taken their interrupts for its own
			around.interrupt.again();
		}
	}

	private boolean hasInterrupted() {
		return this.interrupt.isSent() || (this.outer != null && this.outer.hasInterrupted());
	}

}
