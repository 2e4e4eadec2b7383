package io.coroutine.benchmarks.micro;

import java.io.IOException;
import java.time.Duration;

import io.coroutine.admission.AdmissionGate;
import io.coroutine.spring.deadline.RequestDeadlines;
import io.coroutine.tomcat.admission.AdmissionValve;
import io.coroutine.tomcat.admission.RequestGate;
import io.coroutine.tomcat.admission.RequestPatience;
import jakarta.servlet.ServletException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.valves.ValveBase;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import org.springframework.util.ClassUtils;
import org.springframework.web.method.HandlerMethod;

/**
 * A request as Tomcat has it, and what it passes on its way to its handler.
 */
@State(Scope.Benchmark)
public class RequestParts {

	private static final String HEADER = "X-Request-Timeout-Ms";

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private final Request request;

	private final Response response;

	private final AdmissionValve valve;

	private final Next next = new Next();

	private final HandlerMethod handler;

	private final RequestDeadlines general = deadlines(LIMIT, null);

	private final RequestDeadlines byHeader = deadlines(null, HEADER);

	private final RequestDeadlines unlimited = deadlines(null, null);

	/** Create them. */
	public RequestParts() {
		org.apache.coyote.Request received = new org.apache.coyote.Request();
		received.decodedURI().setString("/hello");
		received.getMimeHeaders().addValue(HEADER).setString("30000");
		this.request = new Request(new Connector(), received);
		StandardContext context = new StandardContext();
		context.setPath("");
		this.request.getMappingData().context = context;
		this.response = new Response(new org.apache.coyote.Response());
		RequestGate gate = RequestGate.of(AdmissionGate.builder("requests", 1000).build(), LIMIT, true, true, null);
		this.valve = AdmissionValve.of((path) -> gate, Duration.ofSeconds(1), RequestPatience.ENDLESS);
		this.valve.setNext(this.next);
		this.handler = new HandlerMethod(this, ClassUtils.getMethod(RequestParts.class, "toString"));
	}

	private static RequestDeadlines deadlines(@Nullable Duration limit, @Nullable String header) {
		return new RequestDeadlines(limit, header, Duration.ofMinutes(1), (text) -> text);
	}

	RequestDeadlines general() {
		return this.general;
	}

	RequestDeadlines byHeader() {
		return this.byHeader;
	}

	RequestDeadlines unlimited() {
		return this.unlimited;
	}

	@Nullable Void passGate() throws IOException, ServletException {
		this.valve.invoke(this.request, this.response);
		return null;
	}

	@Nullable Void passNoGate() {
		this.next.invoke(this.request, this.response);
		return null;
	}

	@Nullable Void intercept(RequestDeadlines deadlines) {
		deadlines.preHandle(this.request, this.response, this.handler);
		this.next.invoke(this.request, this.response);
		deadlines.afterCompletion(this.request, this.response, this.handler, null);
		return null;
	}

	/**
	 * What stands for the rest of the way.
	 */
	private static final class Next extends ValveBase {

		private long requests;

		@Override
		public void invoke(Request request, Response response) {
			this.requests++;
		}

		@Override
		public String toString() {
			return this.requests + " requests";
		}

	}

}
