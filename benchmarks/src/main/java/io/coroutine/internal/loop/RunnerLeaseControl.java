package io.coroutine.internal.loop;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The broken control of {@link RunnerLeaseStress}: whoever finds the carrier inside a
 * coroutine takes the loop, without a compare-and-set. Two must get it, or the test could
 * not show it.
 */
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "One carrier has the loop, it was taken before the timer")
@Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "One carrier has the loop, the timer is complete")
@Outcome(expect = Expect.ACCEPTABLE_INTERESTING, desc = "Two carriers have the loop, or the timer is half there")
@State
public class RunnerLeaseControl {

	private volatile boolean inside = true;

	private int wheelSize;

	private int slots;

	private boolean kept;

	private boolean taken;

	private int seen;

	/** The carrier: its coroutine, then its loop. */
	@Actor
	public void carrier() {
		if (take()) {
			this.wheelSize++;
			this.slots++;
			this.inside = true;
		}
		this.kept = take();
		if (this.kept) {
			this.seen = this.wheelSize + this.slots;
		}
	}

	/** The watchdog, and the carrier that goes on. */
	@Actor
	public void watchdog() {
		this.taken = take();
		if (this.taken) {
			this.seen = this.wheelSize + this.slots;
		}
	}

	private boolean take() {
		if (!this.inside) {
			return false;
		}
		this.inside = false;
		return true;
	}

	/**
	 * Count those who have the loop.
	 * @param result the outcome
	 */
	@Arbiter
	public void outcome(II_Result result) {
		result.r1 = (this.kept ? 1 : 0) + (this.taken ? 1 : 0);
		result.r2 = this.seen;
	}

}
