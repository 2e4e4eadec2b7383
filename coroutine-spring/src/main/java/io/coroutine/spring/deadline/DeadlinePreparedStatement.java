package io.coroutine.spring.deadline;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

import io.coroutine.scope.Deadline;
import io.coroutine.spring.delegate.Delegates;

/**
 * A {@link DeadlineStatement} that is prepared.
 */
abstract class DeadlinePreparedStatement extends DeadlineStatement implements PreparedStatement {

	private static final Delegates<DeadlinePreparedStatement> DELEGATES = Delegates.of(DeadlinePreparedStatement.class,
			PreparedStatement.class);

	private final PreparedStatement target;

	DeadlinePreparedStatement(PreparedStatement target) {
		super(target);
		this.target = target;
	}

	/**
	 * Have a statement mind deadlines, if there is one now.
	 */
	static PreparedStatement guard(PreparedStatement target) {
		return (Deadline.current() != null) ? DELEGATES.create(target, target) : target;
	}

	@Override
	public final boolean execute() throws SQLException {
		return inTime(this.target::execute);
	}

	@Override
	public final ResultSet executeQuery() throws SQLException {
		return inTime(this.target::executeQuery);
	}

	@Override
	public final int executeUpdate() throws SQLException {
		return inTime(this.target::executeUpdate);
	}

	@Override
	public final long executeLargeUpdate() throws SQLException {
		return inTime(this.target::executeLargeUpdate);
	}

}
