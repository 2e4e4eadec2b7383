package io.coroutine.internal.readiness;

import java.util.concurrent.TimeUnit;
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
 * A timer that an earlier wait has left in the wheel fires for nobody, while the next
 * wait begins and relies on it.
 */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "The wait is guarded, the timer is in one wheel")
@Outcome(expect = Expect.FORBIDDEN, desc = "The wait has no timer, or the timer is in two wheels")
@State
public class DeadlineStress implements ReadinessListener {

	static final long LATER = System.nanoTime() + TimeUnit.DAYS.toNanos(1);

	private final Direction direction = new Direction();

	private final CountingDeadline deadline = new CountingDeadline(this.direction);

	private boolean guarded;

	/** Begins with the timer in the wheel, and it is due. */
	public DeadlineStress() {
		this.deadline.guard(TimeOutStress.NO_LOOP, System.nanoTime());
		this.deadline.added.set(0);
	}

	/** The loop whose wheel the timer was in. */
	@Actor
	public void expiry() {
		this.deadline.fire();
	}

	/** A coroutine, on another loop. */
	@Actor
	public void waiter() {
		this.direction.begin(this, LATER);
		this.guarded = this.deadline.guard(TimeOutStress.NO_LOOP, LATER);
	}

	/**
	 * Look how often the timer was put into a wheel.
	 * @param result the outcome
	 */
	@Arbiter
	public void outcome(II_Result result) {
		result.r1 = this.guarded ? 1 : 0;
		result.r2 = this.deadline.added.get();
	}

	@Override
	public void onReady(EventLoop loop) {
		throw new IllegalStateException("There is no event");
	}

	@Override
	public void onTimeout(EventLoop loop) {
		throw new IllegalStateException("The time is not up");
	}

	/**
	 * The timer, without a wheel.
	 */
	private static final class CountingDeadline extends WaitDeadline {

		private final AtomicInteger added = new AtomicInteger();

		CountingDeadline(Direction direction) {
			super(direction);
		}

		@Override
		boolean addTo(EventLoop loop, long deadlineNanos) {
			this.added.incrementAndGet();
			return true;
		}

	}

}
