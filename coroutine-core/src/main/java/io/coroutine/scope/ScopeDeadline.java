package io.coroutine.scope;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.coroutine.Coroutine;
import io.coroutine.CoroutineRuntime;
import io.coroutine.StackMode;
import org.jspecify.annotations.Nullable;

/**
 * Cancels the children of a {@link CoroutineScope} when its time is over: a coroutine
 * that sleeps until then. {@code passed} goes to {@code true} before it cancels; whoever
 * finds a child cancelled by it sees that.
 * <p>
 * The alarm writes {@code sleeper} and then looks at {@code stopped}; the owner writes
 * {@code stopped} and then looks at {@code sleeper}. Both are volatile, so it does not
 * sleep, or is interrupted, for which nobody has to look at its stack.
 */
final class ScopeDeadline {

	private final Duration limit;

	private final Deadline deadline;

	private final CoroutineRuntime runtime;

	private final ForkGroup forks;

	private final Coroutine alarm;

	private volatile boolean passed;

	private volatile boolean stopped;

	/** The alarm, until the deadline has passed. */
	private volatile @Nullable Thread sleeper;

	/**
	 * Start the time.
	 * @param runtime runs the alarm
	 * @param name the name of the alarm, or {@code null}
	 * @param limit the time
	 * @param forks who is cancelled at the end of it
	 */
	ScopeDeadline(CoroutineRuntime runtime, @Nullable String name, Duration limit, ForkGroup forks) {
		this.limit = limit;
		this.deadline = new Deadline(limit);
		this.runtime = runtime;
		this.forks = forks;
		this.alarm = runtime.coroutine()
			.name(name)
			.stackMode(StackMode.SHARED)
			.inherit(false)
			.start(this::cancelWhenPassed);
	}

	private void cancelWhenPassed() {
		this.sleeper = Thread.currentThread();
		if (this.stopped) {
			return;
		}
		try {
			TimeUnit.NANOSECONDS.sleep(this.deadline.nanosLeft());
		}
		catch (InterruptedException ex) {
			return;
		}
		this.passed = true;
		this.sleeper = null;
		this.deadline.runActions(this.runtime);
		this.forks.cancel();
	}

	/**
	 * Make it the deadline of the caller, unless that has an earlier one.
	 * @return what was the deadline of the caller before
	 */
	@Nullable Deadline begin() {
		Deadline previous = Deadline.current();
		Deadline.replace(this.deadline.orEarlier(previous));
		return previous;
	}

	/**
	 * Tell whether the deadline has cut a child short.
	 */
	boolean hasCut() {
		return this.passed && this.forks.isCut();
	}

	/**
	 * End the alarm, and wait for that.
	 */
	void stop() {
		this.stopped = true;
		Thread asleep = this.sleeper;
		if (asleep != null) {
			asleep.interrupt();
		}
		else if (this.passed) {
			this.alarm.cancel();
		}
		ForkGroup.awaitEnd(this.alarm);
	}

	@Override
	public String toString() {
		return this.limit.toString();
	}

}
