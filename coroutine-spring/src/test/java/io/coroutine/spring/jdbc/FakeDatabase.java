package io.coroutine.spring.jdbc;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.zaxxer.hikari.HikariDataSource;

import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * A database that does nothing but count its connections, for a pool of HikariCP.
 */
final class FakeDatabase extends AbstractDataSource {

	private final AtomicInteger open = new AtomicInteger();

	private volatile boolean down;

	/**
	 * Make a pool of connections that is not started yet.
	 */
	HikariDataSource pool(int size) {
		HikariDataSource pool = new HikariDataSource();
		pool.setDataSource(this);
		pool.setMaximumPoolSize(size);
		pool.setPoolName("fake");
		// So that nobody is turned away but by what a test sets
		pool.setConnectionTimeout(TimeUnit.MINUTES.toMillis(10));
		return pool;
	}

	void down(boolean down) {
		this.down = down;
	}

	int open() {
		return this.open.get();
	}

	@Override
	public Connection getConnection() throws SQLException {
		if (this.down) {
			throw new SQLException("The database is down");
		}
		this.open.incrementAndGet();
		return proxy(Connection.class, new State());
	}

	@Override
	public Connection getConnection(String username, String password) throws SQLException {
		return getConnection();
	}

	@SuppressWarnings("unchecked")
	private <T> T proxy(Class<T> type, State state) {
		return (T) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { type },
				(proxy, method, arguments) -> switch (method.getName()) {
					case "close", "abort" -> close(type, state);
					case "isClosed" -> state.closed;
					case "isValid", "getAutoCommit" -> !this.down;
					case "createStatement" -> proxy(Statement.class, new State());
					case "getTransactionIsolation" -> Connection.TRANSACTION_READ_COMMITTED;
					case "hashCode" -> System.identityHashCode(proxy);
					case "equals" -> proxy == arguments[0];
					case "toString" -> "fake " + type.getSimpleName();
					case "isReadOnly", "execute", "isWrapperFor" -> false;
					case "getNetworkTimeout", "getUpdateCount" -> 0;
					default -> null;
				});
	}

	private Object close(Class<?> type, State state) {
		if (type == Connection.class && !state.closed) {
			state.closed = true;
			this.open.decrementAndGet();
		}
		return null;
	}

	private static final class State {

		private volatile boolean closed;

	}

}
