package io.coroutine.tomcat.admission;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.coroutine.admission.AdmissionRejectedException;
import io.coroutine.internal.socket.PeerWatch;
import io.coroutine.internal.socket.StreamSocket;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.jspecify.annotations.Nullable;

/**
 * Lets requests in by gates, and answers 503 with {@code Retry-After} where a gate says
 * no. It belongs into the pipeline of the engine, where a request has been parsed and
 * nothing else has been done for it: no filter, no servlet, no error page.
 * <p>
 * A request passes once: not again when it is dispatched, be it asynchronously or to an
 * error page. While it waits it is a parked coroutine and nothing else. A client that
 * ends its connection meanwhile loses its place, and its work is not done, unless the
 * gate does not want to know; that is found out on the event loops only, as Tomcat's own
 * connectors do not tell.
 */
public final class AdmissionValve extends ValveBase {

	private final RequestGates gates;

	private final String retryAfter;

	private final RequestPatience patience;

	/** The permits of asynchronous requests. */
	private final Set<AsyncPermit> held = ConcurrentHashMap.newKeySet();

	private final RejectionLog log = new RejectionLog();

	private AdmissionValve(RequestGates gates, Duration retryAfter, RequestPatience patience) {
		super(true);
		this.gates = gates;
		this.patience = patience;
		this.retryAfter = Long.toString(Math.max(retryAfter.plusMillis(999).toSeconds(), 0));
	}

	/**
	 * Create a valve.
	 * @param gates the gates
	 * @param retryAfter after what time a client should try again, rounded up to seconds
	 * @param patience knows who waits less long than a gate would have it
	 * @return the valve
	 */
	public static AdmissionValve of(RequestGates gates, Duration retryAfter, RequestPatience patience) {
		return new AdmissionValve(gates, retryAfter, patience);
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		RequestGate gate = gateFor(request);
		if (gate == null) {
			getNext().invoke(request, response);
		}
		else if (gate.gate().tryAcquire() || waitFor(gate, request, response)) {
			serve(gate, request, response);
		}
	}

	/**
	 * Look for permits of requests that are over. Most connectors tell of each at once;
	 * this is for the others, every few seconds
	 * ({@code server.tomcat.background-processor-delay}).
	 */
	@Override
	public void backgroundProcess() {
		this.held.forEach(AsyncPermit::giveBackIfOver);
	}

	private @Nullable RequestGate gateFor(Request request) {
		Context context = request.getContext();
		if (context == null || request.isAsync()) {
			return null;
		}
		return this.gates.gateFor(request.getDecodedRequestURI().substring(context.getPath().length()));
	}

	private void serve(RequestGate gate, Request request, Response response) throws IOException, ServletException {
		long entered = gate.enter();
		boolean kept = false;
		try {
			getNext().invoke(request, response);
		}
		finally {
			try {
				kept = gate.isHeldWhileAsync() && AsyncPermit.keep(gate, entered, request, response, this.held);
			}
			finally {
				if (!kept) {
					gate.leave(entered, !request.isAsync() && isRepresentative(response));
				}
			}
		}
	}

	/**
	 * Wait for a permit.
	 * @return whether the request has one; if not it is answered
	 */
	private boolean waitFor(RequestGate gate, Request request, Response response) {
		StreamSocket socket = gate.watched(request.getCoyoteRequest());
		Duration longest = longestWait(gate, request);
		long start = System.nanoTime();
		try {
			if (socket == null) {
				gate.gate().acquire(longest);
			}
			else if (!PeerWatch.acquire(gate.gate(), longest, socket)) {
				response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
				response.getCoyoteResponse().action(ActionCode.CLOSE_NOW, new IOException("The client has gone"));
				return false;
			}
			this.patience.waited(request, Duration.ofNanos(System.nanoTime() - start));
			return true;
		}
		catch (AdmissionRejectedException ex) {
			this.log.rejected(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		reject(request, response);
		return false;
	}

	private Duration longestWait(RequestGate gate, Request request) {
		Duration callers = this.patience.of(request);
		return (callers != null && callers.compareTo(gate.longestWait()) < 0) ? callers : gate.longestWait();
	}

	/**
	 * Answer a request that was not let in, and end its connection, as Tomcat does with
	 * each answer 503: what the client still sends is not read.
	 */
	private void reject(Request request, Response response) {
		response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
		response.setHeader("Retry-After", this.retryAfter);
		request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
	}

	/**
	 * Tell whether the time of a request says how long such a request takes: failures are
	 * often quicker, or are time-outs.
	 */
	static boolean isRepresentative(Response response) {
		return response.getStatus() < HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
	}

}
