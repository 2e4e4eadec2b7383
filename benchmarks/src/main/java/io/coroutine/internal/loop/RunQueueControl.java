package io.coroutine.internal.loop;

import org.jctools.queues.varhandle.MpscUnboundedVarHandleArrayQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * The broken control of {@link RunQueueStress}: the queue without the flag that keeps
 * consumers apart. It must lose or double elements, or the test could not show it.
 */
@JCStressTest
@Outcome(id = "12", expect = Expect.ACCEPTABLE, desc = "Both elements were taken, each once")
@Outcome(expect = Expect.ACCEPTABLE_INTERESTING, desc = "An element was lost or taken twice")
@State
public class RunQueueControl {

	private final MpscUnboundedVarHandleArrayQueue<Object> queue = new MpscUnboundedVarHandleArrayQueue<>(2);

	private int first;

	private int second;

	/** Fills the queue. */
	public RunQueueControl() {
		this.queue.offer(10);
		this.queue.offer(2);
	}

	/** The carrier of the loop. */
	@Actor
	public void carrier() {
		this.first = RunQueueStress.value(this.queue.relaxedPoll());
	}

	/** Another carrier. */
	@Actor
	public void helper() {
		this.second = RunQueueStress.value(this.queue.relaxedPoll());
	}

	/**
	 * Take what is left, and add up.
	 * @param result the outcome
	 */
	@Arbiter
	public void outcome(I_Result result) {
		int sum = this.first + this.second;
		for (Object left = this.queue.poll(); left != null; left = this.queue.poll()) {
			sum += RunQueueStress.value(left);
		}
		result.r1 = sum;
	}

}
