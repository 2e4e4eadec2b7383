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
 * Two carriers take from a queue: that of its loop, and one that helps out or takes over.
 */
@JCStressTest
@Outcome(id = "12", expect = Expect.ACCEPTABLE, desc = "Both elements were taken, each once")
@Outcome(expect = Expect.FORBIDDEN, desc = "An element was lost or taken twice")
@State
public class RunQueueStress {

	private final RunQueue queue = new RunQueue();

	private final RunQueue helpers = new RunQueue();

	private int first;

	private int second;

	/** Fills the queue. */
	public RunQueueStress() {
		this.queue.offer(10);
		this.queue.offer(2);
	}

	/** The carrier of the loop. */
	@Actor
	public void carrier() {
		this.first = value(this.queue.poll());
	}

	/** Another carrier, which moves an element to its own queue. */
	@Actor
	public void helper() {
		this.queue.moveTo(this.helpers, 1, (element) -> true);
		this.second = value(this.helpers.poll());
	}

	/**
	 * Take what is left, and add up.
	 * @param result the outcome
	 */
	@Arbiter
	public void outcome(I_Result result) {
		int sum = this.first + this.second;
		for (Object left = this.queue.poll(); left != null; left = this.queue.poll()) {
			sum += value(left);
		}
		result.r1 = sum;
	}

	static int value(@Nullable Object element) {
		return (element != null) ? (int) element : 0;
	}

}
