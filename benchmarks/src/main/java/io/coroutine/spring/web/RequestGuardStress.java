package io.coroutine.spring.web;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A request ends, and the container uses its objects for the next one, while a child that
 * has inherited it reads from it.
 */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "The child has seen its own request")
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "The child was told that the request has ended")
@Outcome(expect = Expect.FORBIDDEN, desc = "The child has seen another request")
@State
public class RequestGuardStress {

	private final RequestGuard guard = new RequestGuard();

	/** Of the request, as the container keeps them. */
	private int user = 1;

	private int path = 1;

	/** The request's own coroutine, and the next request. */
	@Actor
	public void request() {
		this.guard.close();
		this.user = 2;
		this.path = 2;
	}

	/**
	 * The child.
	 * @param result the outcome
	 */
	@Actor
	public void child(II_Result result) {
		try {
			this.guard.enter();
		}
		catch (IllegalStateException ex) {
			return;
		}
		try {
			result.r1 = this.user;
			result.r2 = this.path;
		}
		finally {
			this.guard.leave();
		}
	}

}
