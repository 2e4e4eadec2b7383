package io.coroutine.internal.readiness;

import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The broken control of {@link TimeOutStress}: who finds the waiter ends its wait,
 * without a compare-and-set. Waits must end twice, or the test could not show it.
 */
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "The waiter has cancelled, nobody is told of the time-out")
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "The wait has timed out, the waiter was too late")
@Outcome(expect = Expect.ACCEPTABLE_INTERESTING, desc = "The wait has ended twice")
@State
public class TimeOutControl {

	private volatile @Nullable Object waiter = this;

	private boolean cancelled;

	private boolean timedOut;

	/** The loop. */
	@Actor
	public void expiry() {
		this.timedOut = end();
	}

	/** The waiter. */
	@Actor
	public void cancel() {
		this.cancelled = end();
	}

	private boolean end() {
		if (this.waiter != this) {
			return false;
		}
		this.waiter = null;
		return true;
	}

	/**
	 * Count the ends.
	 * @param result the outcome
	 */
	@Arbiter
	public void outcome(II_Result result) {
		result.r1 = this.cancelled ? 1 : 0;
		result.r2 = this.timedOut ? 1 : 0;
	}

}
