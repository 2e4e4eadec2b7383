package io.coroutine.spring.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.coroutine.spring.delegate.Delegates;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.TargetClassAware;

/**
 * A data source of HikariCP whose connections are borrowed through a
 * {@link PoolAdmission}. All else it leaves to another one, which has the pool and the
 * settings: a subclass that is generated hands on each method that is not final here. So
 * it can be used, injected and cast as what it stands for.
 */
abstract class GatedDataSource extends HikariDataSource implements TargetClassAware {

	private static final Delegates<GatedDataSource> DELEGATES = Delegates.of(GatedDataSource.class,
			HikariDataSource.class, PoolAdmission.class);

	private final HikariDataSource target;

	private final PoolAdmission admission;

	/**
	 * Hides the field of the superclass, for Spring Boot, which reads the field of this
	 * name to show the use of the pool.
	 */
	@SuppressWarnings({ "HidingField", "unused" })
	private volatile @Nullable HikariPoolMXBean pool;

	GatedDataSource(HikariDataSource target, PoolAdmission admission) {
		this.target = target;
		this.admission = admission;
		this.pool = target.getHikariPoolMXBean();
	}

	/**
	 * Create the data source that stands before another one.
	 */
	static HikariDataSource of(HikariDataSource target, PoolAdmission admission) {
		return DELEGATES.create(target, target, admission);
	}

	/**
	 * For those who call a bean by its class, such as Spring's names in JMX.
	 */
	@Override
	public final Class<?> getTargetClass() {
		return this.target.getClass();
	}

	@Override
	public final Connection getConnection() throws SQLException {
		Connection connection = this.admission.borrow();
		if (this.pool == null) {
			this.pool = this.target.getHikariPoolMXBean();
		}
		return connection;
	}

	@Override
	public final <T> T unwrap(Class<T> type) throws SQLException {
		return (type.isInstance(this)) ? type.cast(this) : this.target.unwrap(type);
	}

	@Override
	public final boolean isWrapperFor(Class<?> type) throws SQLException {
		return type.isInstance(this) || this.target.isWrapperFor(type);
	}

	@Override
	public final void evictConnection(Connection connection) {
		this.target
			.evictConnection((connection instanceof AdmittedConnection admitted) ? admitted.connection() : connection);
	}

	@Override
	public final void close() {
		this.admission.close();
		this.target.close();
	}

}
