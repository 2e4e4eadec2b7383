package io.coroutine.internal.socket;

import java.util.concurrent.atomic.AtomicBoolean;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The broken control of {@link SingleInterruptStress}: the one that waits does not wait
 * for an interrupt that is under way. Some must come late, or the test could not show it.
 */
@JCStressTest
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "No interrupt is left, and it is known whether there was one")
@Outcome(expect = Expect.ACCEPTABLE_INTERESTING, desc = "An interrupt came late")
@State
public class SingleInterruptControl {

	private final AtomicBoolean open = new AtomicBoolean(true);

	private volatile boolean pending;

	private boolean delivered;

	private boolean told;

	/** The loop, which has seen the end of the connection. */
	@Actor
	public void loop() {
		if (this.open.compareAndSet(true, false)) {
			this.delivered = true;
			this.pending = true;
		}
	}

	/** The one that waits no more. */
	@Actor
	public void waiter() {
		this.told = !this.open.compareAndSet(true, false);
		if (this.told) {
			this.pending = false;
		}
	}

	/**
	 * Look for an interrupt that is left.
	 * @param result the outcome
	 */
	@Arbiter
	public void outcome(II_Result result) {
		result.r1 = this.pending ? 1 : 0;
		result.r2 = (this.told == this.delivered) ? 1 : 0;
	}

}
