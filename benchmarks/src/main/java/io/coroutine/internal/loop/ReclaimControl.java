package io.coroutine.internal.loop;

import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * The broken control of {@link ReclaimStress}: whoever finds the resumed coroutine takes
 * it, without an atomic exchange. It must be queued twice, or the test could not show it.
 */
@JCStressTest
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "The other one is queued once")
@Outcome(expect = Expect.ACCEPTABLE_INTERESTING, desc = "The other one is queued twice")
@State
public class ReclaimControl {

	private volatile @Nullable Object next = new Object();

	private int queued;

	private int reclaimed;

	/** The carrier. */
	@Actor
	public void carrier() {
		if (take()) {
			this.queued++;
		}
	}

	/** The watchdog. */
	@Actor
	public void watchdog() {
		if (take()) {
			this.reclaimed++;
		}
	}

	private boolean take() {
		if (this.next == null) {
			return false;
		}
		this.next = null;
		return true;
	}

	/**
	 * Count how often it is queued.
	 * @param result the outcome
	 */
	@Arbiter
	public void outcome(I_Result result) {
		result.r1 = this.queued + this.reclaimed;
	}

}
