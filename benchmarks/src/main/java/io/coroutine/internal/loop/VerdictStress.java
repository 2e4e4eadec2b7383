package io.coroutine.internal.loop;

import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The watchdog blames and hands over a coroutine that has been on its loop for too long,
 * and which ends its turn just now, so that another one goes on.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "The slow one has ended before, nobody is blamed")
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "The slow one is blamed, and ends before its loop is taken")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "The slow one is blamed, and its loop is taken")
@Outcome(expect = Expect.FORBIDDEN, desc = "The other one is blamed, or the loop taken from it")
@State
public class VerdictStress {

	static final int SLOW = 1;

	static final int OTHER = 2;

	private final RunnerLease<Integer> lease = new RunnerLease<>();

	private int slicesKept;

	private int blamed;

	private int taken;

	/** Begins inside the slow one. */
	public VerdictStress() {
		this.lease.enterCoroutine(SLOW, SLOW);
	}

	/** The carrier. */
	@Actor
	public void carrier() {
		if (this.lease.leaveCoroutine(SLOW)) {
			this.slicesKept++;
			this.lease.enterCoroutine(OTHER, OTHER);
			if (this.lease.leaveCoroutine(OTHER)) {
				this.slicesKept++;
			}
		}
	}

	/** The watchdog. */
	@Actor
	public void watchdog() {
		if (!this.lease.isInside(SLOW)) {
			return;
		}
		Integer occupant = this.lease.occupant();
		if (!this.lease.isInside(SLOW)) {
			return;
		}
		this.blamed = blame(occupant);
		this.taken = (this.lease.take(SLOW)) ? 1 : 0;
	}

	static int blame(@Nullable Integer occupant) {
		return (occupant != null) ? occupant : -1;
	}

	/**
	 * Tell who is blamed, and whose loop is taken.
	 * @param result the outcome
	 */
	@Arbiter
	public void outcome(II_Result result) {
		result.r1 = this.blamed;
		result.r2 = outcome(this.slicesKept, this.taken);
	}

	/**
	 * Return whose loop was taken, if at all: that of the slow one if the carrier has
	 * ended neither of the two turns, and that of the other one if it has ended one.
	 */
	static int outcome(int slicesKept, int taken) {
		if (taken == 0) {
			return (slicesKept == 2) ? 0 : -1;
		}
		return (slicesKept == 0) ? SLOW : OTHER;
	}

}
