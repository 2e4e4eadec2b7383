package io.coroutine.spring.web;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The broken control of {@link RequestGuardStress}: the child looks whether the request
 * has ended, and the request does not wait for a child that has looked. Children must see
 * the next request, or the test could not show it.
 */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "The child has seen its own request")
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "The child was told that the request has ended")
@Outcome(expect = Expect.ACCEPTABLE_INTERESTING, desc = "The child has seen another request")
@State
public class RequestGuardControl {

	private volatile boolean ended;

	private int user = 1;

	private int path = 1;

	/** The request's own coroutine, and the next request. */
	@Actor
	public void request() {
		this.ended = true;
		this.user = 2;
		this.path = 2;
	}

	/**
	 * The child.
	 * @param result the outcome
	 */
	@Actor
	public void child(II_Result result) {
		if (!this.ended) {
			result.r1 = this.user;
			result.r2 = this.path;
		}
	}

}
