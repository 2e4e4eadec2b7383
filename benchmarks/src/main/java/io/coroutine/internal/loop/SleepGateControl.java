package io.coroutine.internal.loop;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * The broken control of {@link SleepGateStress}: the flag is not volatile, so the carrier
 * may look at the queue before others can see the flag. It must oversleep, or the test
 * could not show it.
 */
@JCStressTest
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "The loop has seen the work, or was woken")
@Outcome(id = "0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "The loop sleeps, and the work waits for ever")
@State
public class SleepGateControl {

	private final RunQueue queue = new RunQueue();

	private boolean sleeping;

	private boolean seen;

	private boolean signalled;

	/** The carrier of the loop. */
	@Actor
	public void carrier() {
		this.sleeping = true;
		this.seen = !this.queue.isEmpty();
	}

	/** Any thread. */
	@Actor
	public void submitter() {
		this.queue.offer(this);
		if (this.sleeping) {
			this.signalled = true;
		}
	}

	/**
	 * Look whether the loop sleeps with work in its queue.
	 * @param result the outcome
	 */
	@Arbiter
	public void outcome(I_Result result) {
		result.r1 = (this.seen || this.signalled) ? 1 : 0;
	}

}
