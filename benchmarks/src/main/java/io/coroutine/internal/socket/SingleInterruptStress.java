package io.coroutine.internal.socket;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The peer of a watched connection has gone while the wait is over: the one that waits
 * goes on without an interrupt, and knows whether there was one.
 */
@JCStressTest
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "No interrupt is left, and it is known whether there was one")
@Outcome(expect = Expect.FORBIDDEN, desc = "An interrupt came late, or nobody knows of it")
@State
public class SingleInterruptStress {

	private final CountingInterrupt interrupt = new CountingInterrupt();

	private boolean told;

	/** The loop, which has seen the end of the connection. */
	@Actor
	public void loop() {
		this.interrupt.send();
	}

	/** The one that waits no more. */
	@Actor
	public void waiter() {
		this.told = this.interrupt.end();
	}

	/**
	 * Look for an interrupt that is left.
	 * @param result the outcome
	 */
	@Arbiter
	public void outcome(II_Result result) {
		result.r1 = this.interrupt.pending ? 1 : 0;
		result.r2 = (this.told == this.interrupt.delivered) ? 1 : 0;
	}

	/**
	 * The interrupt, as a flag of its own.
	 */
	private static final class CountingInterrupt extends SingleInterrupt {

		private boolean delivered;

		private volatile boolean pending;

		@Override
		void deliver() {
			this.delivered = true;
			this.pending = true;
		}

		@Override
		void takeBack() {
			this.pending = false;
		}

	}

}
