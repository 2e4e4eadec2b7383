package io.coroutine.spring.deadline;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Savepoint;
import java.sql.Statement;

import io.coroutine.scope.Deadline;
import io.coroutine.spring.delegate.Delegates;

/**
 * A connection that minds deadlines, see {@link StatementDeadlines#guard}. Used as the
 * connection below is, by one thread at a time.
 */
abstract class DeadlineConnection implements Connection {

	private static final Delegates<DeadlineConnection> DELEGATES = Delegates.of(DeadlineConnection.class,
			Connection.class);

	private final Connection target;

	DeadlineConnection(Connection target) {
		this.target = target;
	}

	static Connection of(Connection target) {
		return DELEGATES.create(target, target);
	}

	@Override
	public final Statement createStatement() throws SQLException {
		return DeadlineStatement.guard(this.target.createStatement());
	}

	@Override
	public final Statement createStatement(int type, int concurrency) throws SQLException {
		return DeadlineStatement.guard(this.target.createStatement(type, concurrency));
	}

	@Override
	public final Statement createStatement(int type, int concurrency, int holdability) throws SQLException {
		return DeadlineStatement.guard(this.target.createStatement(type, concurrency, holdability));
	}

	@Override
	public final PreparedStatement prepareStatement(String sql) throws SQLException {
		return DeadlinePreparedStatement.guard(this.target.prepareStatement(sql));
	}

	@Override
	public final PreparedStatement prepareStatement(String sql, int type, int concurrency) throws SQLException {
		return DeadlinePreparedStatement.guard(this.target.prepareStatement(sql, type, concurrency));
	}

	@Override
	public final PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
			throws SQLException {
		return DeadlinePreparedStatement.guard(this.target.prepareStatement(sql, type, concurrency, holdability));
	}

	@Override
	public final PreparedStatement prepareStatement(String sql, int keys) throws SQLException {
		return DeadlinePreparedStatement.guard(this.target.prepareStatement(sql, keys));
	}

	@Override
	public final PreparedStatement prepareStatement(String sql, int[] columns) throws SQLException {
		return DeadlinePreparedStatement.guard(this.target.prepareStatement(sql, columns));
	}

	@Override
	public final PreparedStatement prepareStatement(String sql, String[] columns) throws SQLException {
		return DeadlinePreparedStatement.guard(this.target.prepareStatement(sql, columns));
	}

	@Override
	public final CallableStatement prepareCall(String sql) throws SQLException {
		return DeadlineCallableStatement.guard(this.target.prepareCall(sql));
	}

	@Override
	public final CallableStatement prepareCall(String sql, int type, int concurrency) throws SQLException {
		return DeadlineCallableStatement.guard(this.target.prepareCall(sql, type, concurrency));
	}

	@Override
	public final CallableStatement prepareCall(String sql, int type, int concurrency, int holdability)
			throws SQLException {
		return DeadlineCallableStatement.guard(this.target.prepareCall(sql, type, concurrency, holdability));
	}

	/**
	 * Too late, it is a rollback: whoever sets the connection back to auto-commit after a
	 * commit that was only refused would commit by that.
	 */
	@Override
	public final void commit() throws SQLException {
		Deadline deadline = Deadline.current();
		if (deadline == null) {
			this.target.commit();
		}
		else if (deadline.hasPassed()) {
			rollBack(this.target::rollback);
			throw new SQLTimeoutException("Rolled back instead of committed, as the deadline has passed");
		}
		else {
			inPeace(deadline, this.target::commit);
		}
	}

	@Override
	public final void rollback() throws SQLException {
		rollBack(this.target::rollback);
	}

	@Override
	public final void rollback(Savepoint savepoint) throws SQLException {
		rollBack(() -> this.target.rollback(savepoint));
	}

	/**
	 * The interrupt of a deadline must not keep the connection from getting back to a
	 * state of use, be it there already or on its way.
	 */
	private static void rollBack(Action action) throws SQLException {
		Deadline deadline = Deadline.current();
		if (deadline == null) {
			action.run();
			return;
		}
		boolean interrupted = deadline.hasPassed() && Thread.interrupted();
		try {
			inPeace(deadline, action);
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * Have the deadline wait for a second before it interrupts: if a commit or a rollback
	 * is cut off, nobody can tell whether it was done.
	 */
	private static void inPeace(Deadline deadline, Action action) throws SQLException {
		try (Deadline.Registration _ = deadline.onPassed(() -> {
		})) {
			action.run();
		}
	}

	@Override
	public final <T> T unwrap(Class<T> type) throws SQLException {
		return (type.isInstance(this.target)) ? type.cast(this.target) : this.target.unwrap(type);
	}

	@Override
	public final boolean isWrapperFor(Class<?> type) throws SQLException {
		return type.isInstance(this.target) || this.target.isWrapperFor(type);
	}

	/**
	 * What ends a transaction.
	 */
	@FunctionalInterface
	private interface Action {

		void run() throws SQLException;

	}

}
