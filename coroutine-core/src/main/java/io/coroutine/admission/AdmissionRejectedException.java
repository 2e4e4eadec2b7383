package io.coroutine.admission;

import java.util.concurrent.RejectedExecutionException;

/**
 * Thrown when an {@link AdmissionGate} lets somebody not in. The caller has no permit,
 * and none of the work was begun: to try again later is safe.
 * <p>
 * It has no stack trace, as it is thrown often just when there is no time to lose.
 */
public final class AdmissionRejectedException extends RejectedExecutionException {

	private static final long serialVersionUID = 1L;

	private final String gate;

	private final Reason reason;

	/**
	 * Why somebody was not let in.
	 */
	public enum Reason {

		/** As many as may wait did so already. */
		QUEUE_FULL,

		/** No permit came free in the longest wait. */
		WAITED_TOO_LONG,

		/** The gate is closed. */
		CLOSED

	}

	AdmissionRejectedException(String gate, Reason reason, String message) {
		super("The gate '" + gate + "' " + message);
		this.gate = gate;
		this.reason = reason;
	}

	/**
	 * Return the name of the gate.
	 * @return the name
	 */
	public String gate() {
		return this.gate;
	}

	/**
	 * Return why it was thrown.
	 * @return the reason
	 */
	public Reason reason() {
		return this.reason;
	}

	@Override
	public Throwable fillInStackTrace() {
		return this;
	}

}
