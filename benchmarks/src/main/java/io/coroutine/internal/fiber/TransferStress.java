package io.coroutine.internal.fiber;

import io.coroutine.internal.stack.ThreadFiber;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A coroutine that was resumed hands a value over by suspending itself and is interrupted
 * then, while another resumes it.
 */
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "The interrupt has ended the suspend, the resumer was refused")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "It was resumed, and the resumer sees the value")
@Outcome(expect = Expect.FORBIDDEN, desc = "The suspend has ended twice or never, or a resumer waits for ever")
@State
public class TransferStress {

	private static final FiberRegistry REGISTRY = new FiberRegistry();

	private static final Thread FIRST_RESUMER = new Thread();

	private final Fiber fiber = new ThreadFiber(() -> {
	}, REGISTRY, null, (body) -> Thread.ofVirtual().unstarted(body));

	private int value;

	private int ends;

	private int seen;

	private boolean resumed;

	private @Nullable Object givenBackTo;

	/** Runs, and its first resumer waits for it. */
	public TransferStress() {
		this.fiber.link = FIRST_RESUMER;
	}

	/** The coroutine. */
	@Actor
	public void coroutine() {
		this.value = 1;
		this.givenBackTo = Transfer.markSuspended(this.fiber);
		if (Transfer.claim(this.fiber, null)) {
			this.ends++;
		}
	}

	/** The second resumer. */
	@Actor
	public void resumer() {
		this.resumed = Transfer.claim(this.fiber, Thread.currentThread());
		if (this.resumed) {
			this.seen = this.value;
		}
	}

	/**
	 * Count how often the suspend has ended.
	 * @param result the outcome
	 */
	@Arbiter
	public void outcome(II_Result result) {
		boolean left = this.givenBackTo != FIRST_RESUMER;
		result.r1 = (left) ? -1 : this.ends + (this.resumed ? 1 : 0);
		result.r2 = this.seen;
	}

}
