package io.coroutine.tomcat;

import io.coroutine.snapshot.WorkingFor;
import org.apache.coyote.Request;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * The broken control of {@link RequestTaskStress}: who looks does not look again
 * afterwards. The next request must be seen, or the test could not show that.
 */
@JCStressTest
@Outcome(id = "/first", expect = Expect.ACCEPTABLE, desc = "The request is seen")
@Outcome(id = "none", expect = Expect.ACCEPTABLE, desc = "It was over")
@Outcome(expect = Expect.ACCEPTABLE_INTERESTING, desc = "The next request is seen")
@State
public class RequestTaskControl {

	private final Request request = new Request();

	private volatile @Nullable Request held = this.request;

	/** Begins in the middle of a request. */
	public RequestTaskControl() {
		this.request.requestURI().setString("/first");
	}

	/** The coroutine, and then the next one. */
	@Actor
	public void coroutine() {
		this.held = null;
		this.request.requestURI().setString("/next");
	}

	/**
	 * The one that looks.
	 * @param result the outcome
	 */
	@Actor
	public void looker(L_Result result) {
		Request seen = this.held;
		WorkingFor found = (seen != null) ? RequestLine.read("GET", seen) : null;
		result.r1 = (found != null) ? found.target() : "none";
	}

}
