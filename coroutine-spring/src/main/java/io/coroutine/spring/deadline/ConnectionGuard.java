package io.coroutine.spring.deadline;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLTimeoutException;
import java.sql.Statement;

import io.coroutine.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * See {@link StatementDeadlines#guard}. Used as the connection is, by one thread at a
 * time.
 */
final class ConnectionGuard extends JdbcGuard<Connection> {

	ConnectionGuard(Connection target) {
		super(Connection.class, target);
	}

	@Override
	@Nullable Object guard(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
		Deadline deadline = Deadline.current();
		if (deadline == null) {
			return call(method, arguments);
		}
		return switch (method.getName()) {
			case "commit" -> commit(deadline, method, arguments);
			case "rollback" -> rollBack(deadline, () -> call(method, arguments));
			default -> {
				Object result = call(method, arguments);
				yield (result instanceof Statement statement
						&& Statement.class.isAssignableFrom(method.getReturnType()))
								? new StatementGuard(method.getReturnType().asSubclass(Statement.class), statement)
									.proxy()
								: result;
			}
		};
	}

	/**
	 * Too late, it is a rollback: whoever sets the connection back to auto-commit after a
	 * commit that was only refused would commit by that.
	 */
	private @Nullable Object commit(Deadline deadline, Method method, @Nullable Object @Nullable [] arguments)
			throws Throwable {
		if (deadline.hasPassed()) {
			rollBack(deadline, () -> {
				target().rollback();
				return null;
			});
			throw new SQLTimeoutException("Rolled back instead of committed, as the deadline has passed");
		}
		return inPeace(deadline, () -> call(method, arguments));
	}

	/**
	 * The interrupt of a deadline must not keep the connection from getting back to a
	 * state of use, be it there already or on its way.
	 */
	private static @Nullable Object rollBack(Deadline deadline, StatementDeadlines.Call call) throws Throwable {
		boolean interrupted = deadline.hasPassed() && Thread.interrupted();
		try {
			return inPeace(deadline, call);
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
	private static @Nullable Object inPeace(Deadline deadline, StatementDeadlines.Call call) throws Throwable {
		try (Deadline.Registration _ = deadline.onPassed(() -> {
		})) {
			return call.run();
		}
	}

}
