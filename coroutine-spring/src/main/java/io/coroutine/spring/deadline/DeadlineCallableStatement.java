package io.coroutine.spring.deadline;

import java.sql.CallableStatement;

import io.coroutine.scope.Deadline;
import io.coroutine.spring.delegate.Delegates;

/**
 * A {@link DeadlineStatement} that calls a procedure.
 */
abstract class DeadlineCallableStatement extends DeadlinePreparedStatement implements CallableStatement {

	private static final Delegates<DeadlineCallableStatement> DELEGATES = Delegates.of(DeadlineCallableStatement.class,
			CallableStatement.class);

	DeadlineCallableStatement(CallableStatement target) {
		super(target);
	}

	/**
	 * Have a statement mind deadlines, if there is one now.
	 */
	static CallableStatement guard(CallableStatement target) {
		return (Deadline.current() != null) ? DELEGATES.create(target, target) : target;
	}

}
