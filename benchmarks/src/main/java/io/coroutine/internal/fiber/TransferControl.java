package io.coroutine.internal.fiber;

import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The broken control of {@link TransferStress}: who finds the coroutine suspended changes
 * the link, without a compare-and-set. A suspend must end twice, or the test could not
 * show it.
 */
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "The interrupt has ended the suspend, the resumer was refused")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "It was resumed, and the resumer sees the value")
@Outcome(expect = Expect.ACCEPTABLE_INTERESTING, desc = "The suspend has ended twice")
@State
public class TransferControl {

	private static final Object SUSPENDED = new Object();

	private volatile @Nullable Object link;

	private int value;

	private int ends;

	private int seen;

	private boolean resumed;

	/** The coroutine. */
	@Actor
	public void coroutine() {
		this.value = 1;
		this.link = SUSPENDED;
		if (claim(null)) {
			this.ends++;
		}
	}

	/** The second resumer. */
	@Actor
	public void resumer() {
		this.resumed = claim(Thread.currentThread());
		if (this.resumed) {
			this.seen = this.value;
		}
	}

	private boolean claim(@Nullable Thread resumer) {
		if (this.link != SUSPENDED) {
			return false;
		}
		this.link = resumer;
		return true;
	}

	/**
	 * Count how often the suspend has ended.
	 * @param result the outcome
	 */
	@Arbiter
	public void outcome(II_Result result) {
		result.r1 = this.ends + (this.resumed ? 1 : 0);
		result.r2 = this.seen;
	}

}
