package io.coroutine.internal.loop;

import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The broken control of {@link VerdictStress}: the lease says that the carrier is inside
 * a coroutine, and not in which slice. The other one must be blamed, or lose its loop, or
 * the test could not show it.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "The slow one has ended before, nobody is blamed")
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "The slow one is blamed, and ends before its loop is taken")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "The slow one is blamed, and its loop is taken")
@Outcome(expect = Expect.ACCEPTABLE_INTERESTING, desc = "The other one is blamed, or the loop taken from it")
@State
public class VerdictControl {

	private final AtomicBoolean inside = new AtomicBoolean(true);

	private volatile @Nullable Integer occupant = VerdictStress.SLOW;

	private int slicesKept;

	private int blamed;

	private int taken;

	/** The carrier. */
	@Actor
	public void carrier() {
		if (take()) {
			this.slicesKept++;
			this.occupant = VerdictStress.OTHER;
			this.inside.set(true);
			if (take()) {
				this.slicesKept++;
			}
		}
	}

	/** The watchdog. */
	@Actor
	public void watchdog() {
		if (this.inside.get()) {
			this.blamed = VerdictStress.blame(this.occupant);
			this.taken = (take()) ? 1 : 0;
		}
	}

	private boolean take() {
		return this.inside.compareAndSet(true, false);
	}

	/**
	 * Tell who is blamed, and whose loop is taken.
	 * @param result the outcome
	 */
	@Arbiter
	public void outcome(II_Result result) {
		result.r1 = this.blamed;
		result.r2 = VerdictStress.outcome(this.slicesKept, this.taken);
	}

}
