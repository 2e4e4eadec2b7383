package io.coroutine.internal.loop;

import java.io.IOException;
import java.io.UncheckedIOException;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A coroutine that has resumed another, and has lost its loop, lets its carrier go just
 * when the watchdog looks whom it has resumed.
 */
@JCStressTest
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "The other one is queued once")
@Outcome(expect = Expect.FORBIDDEN, desc = "The other one is queued twice or never")
@State
public class ReclaimStress {

	private static final LoopFiber RESUMED = resumed();

	@SuppressWarnings("NullAway")
	private final Carrier carrier = new Carrier(null, "lost", false);

	private int queued;

	private int reclaimed;

	/** Begins when the other one was resumed. */
	public ReclaimStress() {
		this.carrier.putNext(RESUMED);
	}

	private static LoopFiber resumed() {
		try {
			return new LoopFiber(null, () -> {
			}, new EventLoop(0, EventLoopGroup.withoutLoops()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The carrier. */
	@Actor
	public void carrier() {
		if (this.carrier.giveUpNext() != null) {
			this.queued++;
		}
	}

	/** The watchdog. */
	@Actor
	public void watchdog() {
		if (this.carrier.giveUpNext() != null) {
			this.reclaimed++;
		}
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
