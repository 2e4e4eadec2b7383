package io.coroutine.spring.jdbc;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Executor;

/**
 * A connection whose borrower was let in by a {@link PoolAdmission}. It gives the permit
 * back, once, when the pool has the connection back: after {@link #close()}; or when
 * somebody finds out that it was closed behind its back, as by
 * {@code statement.getConnection().close()}, see {@link #isBack()}.
 * <p>
 * {@code returned} goes from false to true by compare-and-set, so that one of those who
 * see the end gives the permit back. Any thread may close it, as with any connection.
 */
final class AdmittedConnection extends DelegatingConnection {

	private static final VarHandle RETURNED;

	static {
		try {
			RETURNED = MethodHandles.lookup().findVarHandle(AdmittedConnection.class, "returned", boolean.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final PoolAdmission admission;

	private final Object borrower;

	private volatile boolean returned;

	/**
	 * Create the connection.
	 * @param borrower the coroutine or the thread that has borrowed it
	 */
	AdmittedConnection(Connection connection, PoolAdmission admission, Object borrower) {
		super(connection);
		this.admission = admission;
		this.borrower = borrower;
	}

	Object borrower() {
		return this.borrower;
	}

	@Override
	public void close() throws SQLException {
		try {
			this.admission.toShelf(connection());
		}
		finally {
			giveBack();
		}
	}

	/**
	 * Aborted, most connections are not back in their pool before they are closed.
	 */
	@Override
	public void abort(Executor executor) throws SQLException {
		connection().abort(executor);
		isBack();
	}

	/**
	 * Tell whether the pool has the connection back. If so the permit is given back.
	 */
	boolean isBack() throws SQLException {
		if (!connection().isClosed()) {
			return false;
		}
		giveBack();
		return true;
	}

	private void giveBack() {
		if (!this.returned && RETURNED.compareAndSet(this, false, true)) {
			this.admission.returned(this);
		}
	}

}
