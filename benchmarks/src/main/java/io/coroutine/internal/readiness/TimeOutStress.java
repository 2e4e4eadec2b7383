package io.coroutine.internal.readiness;

import io.coroutine.internal.loop.EventLoop;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The timer of a wait expires while the waiter gives up, and nobody else comes.
 */
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "The waiter has cancelled, nobody is told of the time-out")
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "The wait has timed out, the waiter was too late")
@Outcome(expect = Expect.FORBIDDEN, desc = "The wait has ended twice, or not at all")
@State
public class TimeOutStress implements ReadinessListener {

	@SuppressWarnings("NullAway")
	static final EventLoop NO_LOOP = null;

	private final Direction direction = new Direction();

	private final WaitDeadline deadline = new WaitDeadline(this.direction);

	private boolean cancelled;

	private int timeOuts;

	/** Waits, and the time is up. */
	public TimeOutStress() {
		this.direction.begin(this, System.nanoTime());
	}

	/** The loop. */
	@Actor
	public void expiry() {
		this.deadline.fire();
	}

	/** The waiter. */
	@Actor
	public void cancel() {
		this.cancelled = this.direction.end(this);
	}

	/**
	 * Count the ends.
	 * @param result the outcome
	 */
	@Arbiter
	public void outcome(II_Result result) {
		result.r1 = this.cancelled ? 1 : 0;
		result.r2 = this.timeOuts;
	}

	@Override
	public void onReady(EventLoop loop) {
		throw new IllegalStateException("There is no event");
	}

	@Override
	public void onTimeout(EventLoop loop) {
		this.timeOuts++;
	}

}
