package io.coroutine.spring.deadline;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import io.coroutine.scope.Deadline;
import io.coroutine.spring.delegate.Delegates;
import org.jspecify.annotations.Nullable;

/**
 * A statement whose execution is cancelled in the database when the deadline passes.
 * Drivers let any thread cancel; all else is for one thread at a time.
 */
abstract class DeadlineStatement implements Statement {

	private static final Delegates<DeadlineStatement> DELEGATES = Delegates.of(DeadlineStatement.class,
			Statement.class);

	private final Statement target;

	DeadlineStatement(Statement target) {
		this.target = target;
	}

	/**
	 * Have a statement mind deadlines, if there is one now.
	 */
	static Statement guard(Statement target) {
		return (Deadline.current() != null) ? DELEGATES.create(target, target) : target;
	}

	/**
	 * Execute something in the time that is left.
	 */
	final <T extends @Nullable Object> T inTime(StatementDeadlines.Call<T> call) throws SQLException {
		Deadline deadline = Deadline.current();
		return (deadline != null) ? StatementDeadlines.run(deadline, this::cancelInDatabase, call) : call.run();
	}

	private void cancelInDatabase() {
		try {
			this.target.cancel();
		}
		catch (SQLException ex) {
			// The interrupt that comes next ends it in its own way
		}
	}

	@Override
	public final boolean execute(String sql) throws SQLException {
		return inTime(() -> this.target.execute(sql));
	}

	@Override
	public final boolean execute(String sql, int keys) throws SQLException {
		return inTime(() -> this.target.execute(sql, keys));
	}

	@Override
	public final boolean execute(String sql, int[] columns) throws SQLException {
		return inTime(() -> this.target.execute(sql, columns));
	}

	@Override
	public final boolean execute(String sql, String[] columns) throws SQLException {
		return inTime(() -> this.target.execute(sql, columns));
	}

	@Override
	public final int[] executeBatch() throws SQLException {
		return inTime(this.target::executeBatch);
	}

	@Override
	public final long[] executeLargeBatch() throws SQLException {
		return inTime(this.target::executeLargeBatch);
	}

	@Override
	public final ResultSet executeQuery(String sql) throws SQLException {
		return inTime(() -> this.target.executeQuery(sql));
	}

	@Override
	public final int executeUpdate(String sql) throws SQLException {
		return inTime(() -> this.target.executeUpdate(sql));
	}

	@Override
	public final int executeUpdate(String sql, int keys) throws SQLException {
		return inTime(() -> this.target.executeUpdate(sql, keys));
	}

	@Override
	public final int executeUpdate(String sql, int[] columns) throws SQLException {
		return inTime(() -> this.target.executeUpdate(sql, columns));
	}

	@Override
	public final int executeUpdate(String sql, String[] columns) throws SQLException {
		return inTime(() -> this.target.executeUpdate(sql, columns));
	}

	@Override
	public final long executeLargeUpdate(String sql) throws SQLException {
		return inTime(() -> this.target.executeLargeUpdate(sql));
	}

	@Override
	public final long executeLargeUpdate(String sql, int keys) throws SQLException {
		return inTime(() -> this.target.executeLargeUpdate(sql, keys));
	}

	@Override
	public final long executeLargeUpdate(String sql, int[] columns) throws SQLException {
		return inTime(() -> this.target.executeLargeUpdate(sql, columns));
	}

	@Override
	public final long executeLargeUpdate(String sql, String[] columns) throws SQLException {
		return inTime(() -> this.target.executeLargeUpdate(sql, columns));
	}

	@Override
	public final <T> T unwrap(Class<T> type) throws SQLException {
		return (type.isInstance(this.target)) ? type.cast(this.target) : this.target.unwrap(type);
	}

	@Override
	public final boolean isWrapperFor(Class<?> type) throws SQLException {
		return type.isInstance(this.target) || this.target.isWrapperFor(type);
	}

}
