package io.coroutine.internal.readiness;

import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * The broken control of {@link DirectionStress}: an event that finds nobody waiting
 * leaves nothing behind. It must lose wake-ups, or the test could not show any.
 */
@JCStressTest
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "The reader has seen the data, or was woken")
@Outcome(id = "0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "The reader waits for ever")
@State
public class DirectionControl {

	private final AtomicReference<@Nullable Object> waiter = new AtomicReference<>();

	private volatile boolean data;

	private volatile boolean woken;

	private boolean waits;

	/** The kernel and the loop. */
	@Actor
	public void event() {
		this.data = true;
		if (this.waiter.getAndSet(null) != null) {
			this.woken = true;
		}
	}

	/** The coroutine. */
	@Actor
	public void reader() {
		this.waits = !this.data && this.waiter.compareAndSet(null, this);
	}

	/**
	 * Look who waits still.
	 * @param result the outcome
	 */
	@Arbiter
	public void outcome(I_Result result) {
		result.r1 = (!this.waits || this.woken) ? 1 : 0;
	}

}
