package io.coroutine.internal.readiness;

import io.coroutine.internal.loop.EventLoop;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Data arrives and is signalled while a reader finds none and begins to wait.
 */
@JCStressTest
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "The reader has seen the data, was refused, or was woken")
@Outcome(id = "0", expect = Expect.FORBIDDEN, desc = "The reader waits for ever")
@State
public class DirectionStress implements ReadinessListener {

	private final Direction direction = new Direction();

	private volatile boolean data;

	private volatile boolean woken;

	private boolean waits;

	/** The kernel and the loop. */
	@Actor
	@SuppressWarnings("NullAway")
	public void event() {
		this.data = true;
		@Nullable EventLoop none = null;
		this.direction.signal(none);
	}

	/** The coroutine. */
	@Actor
	public void reader() {
		this.waits = !this.data && this.direction.begin(this, 0);
	}

	/**
	 * Look who waits still.
	 * @param result the outcome
	 */
	@Arbiter
	public void outcome(I_Result result) {
		result.r1 = (!this.waits || this.woken) ? 1 : 0;
	}

	@Override
	public void onReady(EventLoop loop) {
		this.woken = true;
	}

	@Override
	public void onTimeout(EventLoop loop) {
		throw new IllegalStateException("There is no deadline");
	}

}
