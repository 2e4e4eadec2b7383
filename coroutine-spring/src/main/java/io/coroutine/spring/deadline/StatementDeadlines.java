package io.coroutine.spring.deadline;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.util.Objects;

import io.coroutine.scope.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Ends what a database does for a coroutine when its {@link Deadline} passes. To
 * interrupt the coroutine would close the connection, and the database would go on with
 * the statement until it notices; so the statement is cancelled in the database first.
 */
public final class StatementDeadlines {

	private StatementDeadlines() {
	}

	/**
	 * Have a connection mind the deadlines of those who use it:
	 * <ul>
	 * <li>when one passes, the statement that runs is {@linkplain Statement#cancel()
	 * cancelled};</li>
	 * <li>after that no statement begins, and a commit is a rollback;</li>
	 * <li>a rollback begins even if the coroutine is interrupted.</li>
	 * </ul>
	 * What is refused or cut short throws a {@link SQLTimeoutException}. Statements that
	 * are made while there is no deadline do not mind any.
	 * @param connection a connection of a driver, below any pool
	 * @return the same connection, minding deadlines
	 */
	public static Connection guard(Connection connection) {
		return DeadlineConnection.of(connection);
	}

	/**
	 * Do something that the database takes its time for.
	 * @param cancel what ends it when the deadline passes
	 */
	static <T extends @Nullable Object> T run(Deadline deadline, Runnable cancel, Call<T> call) throws SQLException {
		try (Deadline.Registration _ = deadline.onPassed(cancel)) {
			if (deadline.hasPassed()) {
				throw new SQLTimeoutException("Not done, as the deadline has passed");
			}
			return call.run();
		}
		catch (SQLTimeoutException ex) {
			throw ex;
		}
		catch (SQLException ex) {
			throw (deadline.hasPassed()) ? late(ex) : ex;
		}
	}

	private static SQLTimeoutException late(SQLException ex) {
		return new SQLTimeoutException("Not done by the deadline: " + ex.getMessage(),
				Objects.requireNonNullElse(ex.getSQLState(), ""), ex.getErrorCode(), ex);
	}

	/**
	 * A call of the driver.
	 *
	 * @param <T> the type of its result
	 */
	@FunctionalInterface
	interface Call<T extends @Nullable Object> {

		T run() throws SQLException;

	}

}
