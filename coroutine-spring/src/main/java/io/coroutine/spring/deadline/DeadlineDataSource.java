package io.coroutine.spring.deadline;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;

import javax.sql.DataSource;

/**
 * A data source below a pool, whose connections mind deadlines, see
 * {@link StatementDeadlines#guard}. May be used by any thread.
 */
public final class DeadlineDataSource implements DataSource {

	private final DataSource driver;

	/**
	 * Create the data source.
	 * @param driver opens the connections
	 */
	public DeadlineDataSource(DataSource driver) {
		this.driver = driver;
	}

	@Override
	public Connection getConnection() throws SQLException {
		return StatementDeadlines.guard(this.driver.getConnection());
	}

	@Override
	public Connection getConnection(String user, String password) throws SQLException {
		return StatementDeadlines.guard(this.driver.getConnection(user, password));
	}

	@Override
	public PrintWriter getLogWriter() throws SQLException {
		return this.driver.getLogWriter();
	}

	@Override
	public void setLogWriter(PrintWriter writer) throws SQLException {
		this.driver.setLogWriter(writer);
	}

	@Override
	public void setLoginTimeout(int seconds) throws SQLException {
		this.driver.setLoginTimeout(seconds);
	}

	@Override
	public int getLoginTimeout() throws SQLException {
		return this.driver.getLoginTimeout();
	}

	@Override
	public Logger getParentLogger() throws SQLFeatureNotSupportedException {
		return this.driver.getParentLogger();
	}

	@Override
	public <T> T unwrap(Class<T> type) throws SQLException {
		return (type.isInstance(this.driver)) ? type.cast(this.driver) : this.driver.unwrap(type);
	}

	@Override
	public boolean isWrapperFor(Class<?> type) throws SQLException {
		return type.isInstance(this.driver) || this.driver.isWrapperFor(type);
	}

}
