package io.coroutine.spring.deadline;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import io.coroutine.spring.delegate.Delegates;

/**
 * A data source below a pool, whose connections mind deadlines, see
 * {@link StatementDeadlines#guard}. May be used by any thread.
 */
public abstract class DeadlineDataSource implements DataSource {

	private static final Delegates<DeadlineDataSource> DELEGATES = Delegates.of(DeadlineDataSource.class,
			DataSource.class);

	private final DataSource driver;

	DeadlineDataSource(DataSource driver) {
		this.driver = driver;
	}

	/**
	 * Create the data source.
	 * @param driver opens the connections
	 * @return a data source that hands on all but the connections
	 */
	public static DataSource of(DataSource driver) {
		return DELEGATES.create(driver, driver);
	}

	@Override
	public final Connection getConnection() throws SQLException {
		return StatementDeadlines.guard(this.driver.getConnection());
	}

	@Override
	public final Connection getConnection(String user, String password) throws SQLException {
		return StatementDeadlines.guard(this.driver.getConnection(user, password));
	}

	@Override
	public final <T> T unwrap(Class<T> type) throws SQLException {
		return (type.isInstance(this.driver)) ? type.cast(this.driver) : this.driver.unwrap(type);
	}

	@Override
	public final boolean isWrapperFor(Class<?> type) throws SQLException {
		return type.isInstance(this.driver) || this.driver.isWrapperFor(type);
	}

}
