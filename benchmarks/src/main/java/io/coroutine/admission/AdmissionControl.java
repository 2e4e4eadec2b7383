package io.coroutine.admission;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The broken control of {@link AdmissionStress}: permits and line are two words, and who
 * leaves does not ask whether it was served. Permits must be lost and waiters forgotten,
 * or the test could not show any.
 */
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "One of the two has the permit, or it is free")
@Outcome(expect = Expect.ACCEPTABLE_INTERESTING,
		desc = "The permit is lost or doubled, or one waits beside a free permit")
@State
public class AdmissionControl {

	private final AtomicInteger free = new AtomicInteger();

	private final ConcurrentLinkedQueue<AtomicBoolean> line = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean tired = new AtomicBoolean();

	private final AtomicBoolean fresh = new AtomicBoolean();

	private boolean left;

	/** Begins with the permit taken and one that waits. */
	public AdmissionControl() {
		this.line.add(this.tired);
	}

	/** The one that has the permit. */
	@Actor
	public void giver() {
		AtomicBoolean first = this.line.poll();
		if (first != null) {
			first.set(true);
		}
		else {
			this.free.incrementAndGet();
		}
	}

	/** The one whose time is up, and then the one that comes. */
	@Actor
	public void others() {
		if (!this.tired.get()) {
			this.line.remove(this.tired);
			this.left = true;
		}
		if (this.free.compareAndSet(1, 0)) {
			this.fresh.set(true);
		}
		else {
			this.line.add(this.fresh);
		}
	}

	/**
	 * Count the permit, and those who wait in vain.
	 * @param result the outcome
	 */
	@Arbiter
	public void outcome(II_Result result) {
		int has = ((this.tired.get() && !this.left) ? 1 : 0) + (this.fresh.get() ? 1 : 0);
		result.r1 = has + this.free.get();
		result.r2 = (!this.line.isEmpty() && has == 0) ? 1 : 0;
	}

}
