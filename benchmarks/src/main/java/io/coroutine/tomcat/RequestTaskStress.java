package io.coroutine.tomcat;

import io.coroutine.snapshot.WorkingFor;
import org.apache.coyote.Request;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * Somebody looks at the request of a coroutine while it ends and Tomcat uses the object
 * for the next one: the next one must never be seen.
 */
@JCStressTest
@Outcome(id = "/first", expect = Expect.ACCEPTABLE, desc = "The request is seen")
@Outcome(id = "none", expect = Expect.ACCEPTABLE, desc = "It was over")
@Outcome(expect = Expect.FORBIDDEN, desc = "The next request is seen")
@State
public class RequestTaskStress {

	private final RequestTask task = new RequestTask(() -> {
	});

	private final Request request = new Request();

	/** Begins in the middle of a request. */
	public RequestTaskStress() {
		this.request.setMethod("GET");
		this.request.requestURI().setString("/first");
		this.task.hold(this.request);
	}

	/** The coroutine, and then the next one. */
	@Actor
	public void coroutine() {
		this.task.letGo();
		this.request.requestURI().setString("/next");
	}

	/**
	 * The one that looks.
	 * @param result the outcome
	 */
	@Actor
	public void looker(L_Result result) {
		WorkingFor found = this.task.describeWork();
		result.r1 = (found != null) ? found.target() : "none";
	}

}
