package io.coroutine.admission;

import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The one permit is given back while one waits whose time is up, and another one comes:
 * the permit must end at one of the two, or be free.
 */
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "One of the two has the permit, or it is free")
@Outcome(expect = Expect.FORBIDDEN, desc = "The permit is lost or doubled, or one waits beside a free permit")
@State
public class AdmissionStress {

	private final AdmissionPermits permits = new AdmissionPermits(1, 2);

	@SuppressWarnings("NullAway")
	private final AdmissionWaiter tired = new AdmissionWaiter("test", null, null);

	@SuppressWarnings("NullAway")
	private final AdmissionWaiter fresh = new AdmissionWaiter("test", null, null);

	private @Nullable AdmissionWaiter served;

	/** Begins with the permit taken and one that waits. */
	public AdmissionStress() {
		this.permits.tryTake();
		this.permits.enter(this.tired);
	}

	/** The one that has the permit. */
	@Actor
	public void giver() {
		this.served = this.permits.give(null);
	}

	/** The one whose time is up, and then the one that comes. */
	@Actor
	public void others() {
		this.permits.leave(this.tired);
		this.permits.enter(this.fresh);
	}

	/**
	 * Count the permit, and those who wait in vain.
	 * @param result the outcome
	 */
	@Arbiter
	public void outcome(II_Result result) {
		int has = has(this.tired) + has(this.fresh);
		boolean free = this.permits.waiting() == 0 && this.permits.tryTake();
		result.r1 = has + (free ? 1 : 0);
		boolean woken = this.served == null || has(this.served) == 1;
		result.r2 = ((this.permits.waiting() > 0 && has == 0) || !woken) ? 1 : 0;
	}

	private static int has(AdmissionWaiter waiter) {
		return (waiter.state == AdmissionWaiter.State.ADMITTED) ? 1 : 0;
	}

}
