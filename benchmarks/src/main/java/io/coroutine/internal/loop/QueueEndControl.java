package io.coroutine.internal.loop;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * The broken control of {@link QueueEndStress}: that the queue forwards is not volatile,
 * so the loop may look into the queue before others can see that. It must leave work
 * behind, or the test could not show it.
 */
@JCStressTest
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "One of the two has passed the work on")
@Outcome(id = "0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "The work stays in the queue for ever")
@State
public class QueueEndControl {

	private final RunQueue queue = new RunQueue();

	private boolean forwards;

	private boolean takenByLoop;

	private boolean takenBySubmitter;

	/** The loop, which ends. */
	@Actor
	public void loop() {
		this.forwards = true;
		this.takenByLoop = !this.queue.isEmpty();
	}

	/** Any thread. */
	@Actor
	public void submitter() {
		this.queue.offer(this);
		this.takenBySubmitter = this.forwards;
	}

	/**
	 * Look whether the work was passed on.
	 * @param result the outcome
	 */
	@Arbiter
	public void outcome(I_Result result) {
		result.r1 = (this.takenByLoop || this.takenBySubmitter) ? 1 : 0;
	}

}
