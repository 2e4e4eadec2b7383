package io.coroutine.autoconfigure.admission;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.coroutine.autoconfigure.CoroutineAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UngatedDataSourceAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class UngatedDataSourceAutoConfigurationTests {

	private static final String LINE = "Requests wait for a connection of the data source 'other' inside of its pool"
			+ " and not in a queue before it, as it is a " + OtherPool.class.getName();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(CoroutineAutoConfiguration.class,
				DataSourceAdmissionAutoConfiguration.class, UngatedDataSourceAutoConfiguration.class))
		.withPropertyValues("coroutine.loops.count=1")
		.withBean("other", DataSource.class, OtherPool::new);

	@Test
	void whenADataSourceIsNotHikariCpsThenOneLineTellsIt(CapturedOutput output) {
		this.runner.withBean("pool", HikariDataSource.class, HikariDataSource::new)
			.withBean("driver", DataSource.class, SimpleDriverDataSource::new)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).containsOnlyOnce(LINE).containsOnlyOnce("Requests wait for a connection");
	}

	@Test
	void whenThereIsNoHikariCpAtAllThenOneLineTellsIt(CapturedOutput output) {
		this.runner.withClassLoader(new FilteredClassLoader("com.zaxxer.hikari"))
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).containsOnlyOnce(LINE);
	}

	@Test
	void whenGatesAreSwitchedOffThenNothingIsTold(CapturedOutput output) {
		this.runner.withPropertyValues("coroutine.datasource.admission.enabled=false").run((_) -> {
		});
		assertThat(output).contains("Coroutines run on").doesNotContain("Requests wait for a connection");
	}

	/**
	 * A pool that is none of HikariCP's.
	 */
	private static final class OtherPool extends AbstractDataSource {

		@Override
		public Connection getConnection() throws SQLException {
			throw new SQLException();
		}

		@Override
		public Connection getConnection(String username, String password) throws SQLException {
			throw new SQLException();
		}

	}

}
