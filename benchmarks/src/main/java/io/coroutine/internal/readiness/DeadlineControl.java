package io.coroutine.internal.readiness;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.coroutine.internal.loop.EventLoop;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The broken control of {@link DeadlineStress}: the timer fires and does not look once
 * more for a waiter after it has said that it is out of the wheel. A wait must be left
 * without timer, or the test could not show it.
 */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "The wait is guarded, the timer is in one wheel")
@Outcome(expect = Expect.ACCEPTABLE_INTERESTING, desc = "The wait has no timer")
@State
public class DeadlineControl implements ReadinessListener {

	private final Direction direction = new Direction();

	private final AtomicBoolean armed = new AtomicBoolean(true);

	private final AtomicInteger added = new AtomicInteger();

	/** The loop whose wheel the timer was in. */
	@Actor
	public void expiry() {
		long until = this.direction.waitsUntil();
		if (until != 0) {
			this.added.incrementAndGet();
			return;
		}
		this.armed.set(false);
	}

	/** A coroutine, on another loop. */
	@Actor
	public void waiter() {
		this.direction.begin(this, DeadlineStress.LATER);
		if (this.armed.compareAndSet(false, true)) {
			this.added.incrementAndGet();
		}
	}

	/**
	 * Look how often the timer was put into a wheel.
	 * @param result the outcome
	 */
	@Arbiter
	public void outcome(II_Result result) {
		result.r1 = this.direction.isWaiting(this) ? 1 : 0;
		result.r2 = this.added.get();
	}

	@Override
	public void onReady(EventLoop loop) {
		throw new IllegalStateException("There is no event");
	}

	@Override
	public void onTimeout(EventLoop loop) {
		throw new IllegalStateException("The time is not up");
	}

}
