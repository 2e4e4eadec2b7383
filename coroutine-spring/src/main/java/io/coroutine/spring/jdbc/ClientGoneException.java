package io.coroutine.spring.jdbc;

import java.sql.SQLNonTransientConnectionException;

/**
 * Thrown instead of a connection to one who has waited for its turn in the name of a
 * client, and that has ended its connection meanwhile. Nobody waits for an answer any
 * more, so the work is not to be done.
 */
public final class ClientGoneException extends SQLNonTransientConnectionException {

	private static final long serialVersionUID = 1L;

	ClientGoneException(String pool) {
		super(pool + " - No connection: the client has gone while its request waited for one");
	}

	/**
	 * It has no stack trace: impatient clients are many when there is no time to lose.
	 */
	@Override
	public Throwable fillInStackTrace() {
		return this;
	}

}
