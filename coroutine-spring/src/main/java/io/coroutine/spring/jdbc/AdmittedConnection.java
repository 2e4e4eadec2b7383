package io.coroutine.spring.jdbc;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Executor;

import io.coroutine.spring.delegate.Delegates;

/**
 * A connection whose borrower was let in by a {@link PoolAdmission}. It gives the permit
 * back, once, when the pool has the connection back: after {@link #close()}; or when
 * somebody finds out that it was closed behind its back, as by
 * {@code statement.getConnection().close()}, see {@link #isBack()}.
 * <p>
 * {@code returned} goes from false to true by compare-and-set, so that one of those who
 * see the end gives the permit back. Any thread may close it, as with any connection.
 */
abstract class AdmittedConnection implements Connection {

	private static final Delegates<AdmittedConnection> DELEGATES = Delegates.of(AdmittedConnection.class,
			Connection.class, PoolAdmission.class, Object.class);

	private static final VarHandle RETURNED;

	static {
		try {
			RETURNED = MethodHandles.lookup().findVarHandle(AdmittedConnection.class, "returned", boolean.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final Connection connection;

	private final PoolAdmission admission;

	private final Object borrower;

	private volatile boolean returned;

	AdmittedConnection(Connection connection, PoolAdmission admission, Object borrower) {
		this.connection = connection;
		this.admission = admission;
		this.borrower = borrower;
	}

	/**
	 * Create the connection that stands before another one.
	 * @param borrower the coroutine or the thread that has borrowed it
	 */
	static AdmittedConnection of(Connection connection, PoolAdmission admission, Object borrower) {
		return DELEGATES.create(connection, connection, admission, borrower);
	}

	/**
	 * Return the connection that this one stands before.
	 */
	final Connection connection() {
		return this.connection;
	}

	final Object borrower() {
		return this.borrower;
	}

	@Override
	public final void close() throws SQLException {
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
	public final void abort(Executor executor) throws SQLException {
		connection().abort(executor);
		isBack();
	}

	/**
	 * Tell whether the pool has the connection back. If so the permit is given back.
	 */
	final boolean isBack() throws SQLException {
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

	@Override
	public final <T> T unwrap(Class<T> type) throws SQLException {
		if (type.isInstance(this)) {
			return type.cast(this);
		}
		return (type.isInstance(this.connection)) ? type.cast(this.connection) : this.connection.unwrap(type);
	}

	@Override
	public final boolean isWrapperFor(Class<?> type) throws SQLException {
		return type.isInstance(this) || type.isInstance(this.connection) || this.connection.isWrapperFor(type);
	}

}
