package io.coroutine.spring.jdbc;

import java.sql.SQLTransientConnectionException;

import io.coroutine.admission.AdmissionRejectedException;

/**
 * Thrown instead of a connection to one who was not let in to the pool: too many wait
 * already, or no turn came in time. Nothing was done: to try again later is safe. The
 * cause is an {@link AdmissionRejectedException}, which tells the reason.
 */
public final class ConnectionRejectedException extends SQLTransientConnectionException {

	private static final long serialVersionUID = 1L;

	ConnectionRejectedException(AdmissionRejectedException cause) {
		super("No connection: " + cause.getMessage(), cause);
	}

	/**
	 * As its cause, it has no stack trace: it is thrown often just when there is no time
	 * to lose.
	 */
	@Override
	public Throwable fillInStackTrace() {
		return this;
	}

}
