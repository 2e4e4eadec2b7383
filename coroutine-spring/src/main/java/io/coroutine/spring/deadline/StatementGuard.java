package io.coroutine.spring.deadline;

import java.lang.reflect.Method;
import java.sql.SQLException;
import java.sql.Statement;

import io.coroutine.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Cancels what a statement executes when the deadline passes. Drivers let any thread
 * cancel; all else is for one thread at a time.
 */
final class StatementGuard extends JdbcGuard<Statement> {

	StatementGuard(Class<? extends Statement> type, Statement target) {
		super(type, target);
	}

	@Override
	@Nullable Object guard(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
		Deadline deadline = (method.getName().startsWith("execute")) ? Deadline.current() : null;
		return (deadline != null) ? StatementDeadlines.run(deadline, this::cancel, () -> call(method, arguments))
				: call(method, arguments);
	}

	private void cancel() {
		try {
			target().cancel();
		}
		catch (SQLException ex) {
			// The interrupt that comes next ends it in its own way
		}
	}

}
