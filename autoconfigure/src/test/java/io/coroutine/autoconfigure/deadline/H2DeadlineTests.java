package io.coroutine.autoconfigure.deadline;

import java.sql.SQLTimeoutException;
import java.time.Duration;

import com.zaxxer.hikari.HikariDataSource;
import io.coroutine.CoroutineRuntime;
import io.coroutine.Deadline;
import io.coroutine.DeadlineExceededException;
import io.coroutine.autoconfigure.CoroutineAutoConfiguration;
import io.coroutine.autoconfigure.admission.DataSourceAdmissionAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Deadlines of statements in H2, which computes in the coroutine that asks.
 */
class H2DeadlineTests {

	/** Takes minutes. */
	private static final String LONG = "select count(*) from system_range(1, 100000) a, system_range(1, 100000) b"
			+ " where a.x + b.x < 0";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(CoroutineAutoConfiguration.class,
				CoroutineDeadlineAutoConfiguration.class, DataSourceAdmissionAutoConfiguration.class,
				DataSourceAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
				DataSourceTransactionManagerAutoConfiguration.class, TransactionAutoConfiguration.class))
		.withPropertyValues("spring.datasource.url=jdbc:h2:mem:deadlines",
				"spring.datasource.hikari.maximum-pool-size=1", "coroutine.loops.count=1");

	@Test
	void whenItPassesInAStatementThenThatIsCancelledAndTheTransactionRolledBack() {
		this.runner.run((context) -> {
			JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
			TransactionTemplate transactions = context.getBean(TransactionTemplate.class);
			jdbc.execute("create table step (id int)");
			int session = session(jdbc);
			Throwable thrown = context.getBean(CoroutineRuntime.class)
				.submit(() -> catchThrowable(
						() -> Deadline.within(Duration.ofMillis(100), () -> transactions.execute((status) -> {
							jdbc.update("insert into step values (1)");
							return jdbc.queryForObject(LONG, Long.class);
						}))))
				.get();
			assertThat(thrown).isInstanceOf(DeadlineExceededException.class)
				.hasRootCauseInstanceOf(java.sql.SQLException.class)
				.hasStackTraceContaining(SQLTimeoutException.class.getName());
			assertThat(jdbc.queryForObject("select count(*) from step", Integer.class)).isZero();
			assertThat(session(jdbc)).isEqualTo(session);
			assertThat(context.getBean(HikariDataSource.class).getHikariPoolMXBean().getActiveConnections()).isZero();
		});
	}

	private static int session(JdbcTemplate jdbc) {
		Integer session = jdbc.queryForObject("select session_id()", Integer.class);
		assertThat(session).isNotNull();
		return session;
	}

}
