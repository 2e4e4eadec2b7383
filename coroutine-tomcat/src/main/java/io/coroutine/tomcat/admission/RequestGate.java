package io.coroutine.tomcat.admission;

import java.time.Duration;

import io.coroutine.admission.AdmissionGate;
import io.coroutine.internal.socket.StreamSocket;
import io.coroutine.tomcat.RequestConnection;
import org.apache.coyote.Request;
import org.jspecify.annotations.Nullable;

/**
 * A gate for requests. Any thread may use it.
 */
public final class RequestGate {

	private final AdmissionGate gate;

	private final Duration longestWait;

	private final boolean heldWhileAsync;

	private final boolean noticesGoneClients;

	private final @Nullable AdaptiveLimit adaptive;

	private RequestGate(AdmissionGate gate, Duration longestWait, boolean heldWhileAsync, boolean noticesGoneClients,
			@Nullable AdaptiveLimit adaptive) {
		this.gate = gate;
		this.longestWait = longestWait;
		this.heldWhileAsync = heldWhileAsync;
		this.noticesGoneClients = noticesGoneClients;
		this.adaptive = adaptive;
	}

	/**
	 * Create the gate.
	 * @param gate lets the requests in
	 * @param longestWait how long a request waits at most
	 * @param heldWhileAsync whether an asynchronous request counts until it is completed,
	 * or only until its servlet has returned for the first time
	 * @param noticesGoneClients whether a request whose client has gone waits no longer
	 * @param adaptive finds the limit of the gate, or {@code null} if that is fixed
	 * @return the gate
	 */
	public static RequestGate of(AdmissionGate gate, Duration longestWait, boolean heldWhileAsync,
			boolean noticesGoneClients, @Nullable AdaptiveLimit adaptive) {
		return new RequestGate(gate, longestWait, heldWhileAsync, noticesGoneClients, adaptive);
	}

	AdmissionGate gate() {
		return this.gate;
	}

	Duration longestWait() {
		return this.longestWait;
	}

	boolean isHeldWhileAsync() {
		return this.heldWhileAsync;
	}

	/**
	 * Return the socket of the client that is watched while a request waits.
	 * @return the socket, or {@code null} if nobody is watched
	 */
	@Nullable StreamSocket watched(Request request) {
		return (this.noticesGoneClients) ? RequestConnection.socketOf(request) : null;
	}

	/**
	 * Note that a request was let in.
	 * @return what {@link #leave} wants to know
	 */
	long enter() {
		return (this.adaptive != null) ? this.adaptive.begin() : 0;
	}

	/**
	 * Give the permit of a request back.
	 * @param entered what {@link #enter} has returned
	 * @param representative whether its time tells how long the work of a request takes
	 */
	void leave(long entered, boolean representative) {
		try {
			if (this.adaptive != null) {
				this.adaptive.end(entered, representative);
			}
		}
		finally {
			this.gate.release();
		}
	}

}
