package io.coroutine.autoconfigure.deadline;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.DriverDataSource;
import io.coroutine.spring.deadline.DeadlineDataSource;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.NativeDetector;

/**
 * Has the connections of HikariCP's pools mind deadlines. They are guarded below the
 * pool, once for each, so the data source stays the one the application knows, whatever
 * else is put around it.
 */
final class HikariDeadlines implements BeanPostProcessor {

	private static final Log logger = LogFactory.getLog(HikariDeadlines.class);

	/**
	 * Called when the properties are set, and before the pool starts.
	 */
	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		// In a native image no class can be generated
		if (bean instanceof HikariDataSource pool && !pool.isRunning() && !NativeDetector.inNativeImage()) {
			DataSource driver = driver(pool);
			if (driver != null) {
				pool.setDataSource(DeadlineDataSource.of(driver));
			}
			else {
				logger
					.debug("Statements of the data source '" + beanName + "' do not mind deadlines, as it has no URL");
			}
		}
		return bean;
	}

	private static @Nullable DataSource driver(HikariDataSource pool) {
		if (pool.getDataSource() != null) {
			return pool.getDataSource();
		}
		if (pool.getDataSourceClassName() != null || pool.getDataSourceJNDI() != null || pool.getJdbcUrl() == null) {
			return null;
		}
		try {
			return new DriverDataSource(pool.getJdbcUrl(), pool.getDriverClassName(), pool.getDataSourceProperties(),
					pool.getUsername(), pool.getPassword());
		}
		catch (RuntimeException ex) {
			// The pool will say so itself, when it is used
			return null;
		}
	}

}
