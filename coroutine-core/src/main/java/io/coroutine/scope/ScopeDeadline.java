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
 */
final class ScopeDeadline {

	private final Duration limit;

	private final Deadline deadline;

	private final CoroutineRuntime runtime;

	private final ForkGroup forks;

	private final Coroutine alarm;

	private volatile boolean passed;

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
		try {
			TimeUnit.NANOSECONDS.sleep(this.deadline.nanosLeft());
		}
		catch (InterruptedException ex) {
			return;
		}
		this.passed = true;
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
		this.alarm.cancel();
		ForkGroup.awaitEnd(this.alarm);
	}

	@Override
	public String toString() {
		return this.limit.toString();
	}

}
