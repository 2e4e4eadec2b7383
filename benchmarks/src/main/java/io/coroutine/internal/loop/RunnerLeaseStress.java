package io.coroutine.internal.loop;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The watchdog takes a loop away from a carrier whose coroutine adds a timer and then
 * ends, just now.
 */
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "One carrier has the loop, it was taken before the timer")
@Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "One carrier has the loop, the timer is complete")
@Outcome(expect = Expect.FORBIDDEN, desc = "No carrier or two have the loop, or the timer is half there")
@State
public class RunnerLeaseStress {

	private static final long SLICE = 1;

	private final RunnerLease<String> lease = new RunnerLease<>();

	private int wheelSize;

	private int slots;

	private boolean kept;

	private boolean taken;

	private int seen;

	/** Begins inside a coroutine. */
	public RunnerLeaseStress() {
		this.lease.enterCoroutine(SLICE, "stalled");
	}

	/** The carrier: its coroutine, then its loop. */
	@Actor
	public void carrier() {
		if (this.lease.take(SLICE)) {
			this.wheelSize++;
			this.slots++;
			this.lease.goOn(SLICE);
		}
		this.kept = this.lease.leaveCoroutine(SLICE);
		if (this.kept) {
			this.seen = this.wheelSize + this.slots;
		}
	}

	/** The watchdog, and the carrier that goes on. */
	@Actor
	public void watchdog() {
		this.taken = this.lease.take(SLICE);
		if (this.taken) {
			this.seen = this.wheelSize + this.slots;
		}
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
