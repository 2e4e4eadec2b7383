package io.coroutine.internal.loop;

import java.util.concurrent.atomic.AtomicInteger;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Work is submitted while the loop ends and gives its queue away.
 */
@JCStressTest
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "One of the two has passed the work on")
@Outcome(id = "0", expect = Expect.FORBIDDEN, desc = "The work stays in the queue for ever")
@Outcome(id = "2", expect = Expect.FORBIDDEN, desc = "The work is done twice")
@State
public class QueueEndStress {

	private final RunQueue queue = new RunQueue();

	private final AtomicInteger taken = new AtomicInteger();

	/** The loop, which ends. */
	@Actor
	public void loop() {
		this.queue.forwardTo((_) -> this.taken.incrementAndGet());
	}

	/** Any thread. */
	@Actor
	public void submitter() {
		this.queue.offer(this);
	}

	/**
	 * Look how often the work was passed on.
	 * @param result the outcome
	 */
	@Arbiter
	public void outcome(I_Result result) {
		result.r1 = this.taken.get();
	}

}
