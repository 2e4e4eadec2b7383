package io.coroutine.autoconfigure.admission;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.coroutine.admission.AdmissionGate;
import io.coroutine.admission.AdmissionGates;
import io.coroutine.autoconfigure.CoroutineAutoConfiguration;
import io.coroutine.spring.admission.AdmissionExceptionResolver;
import io.coroutine.spring.jdbc.DataSourceAdmission;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.metadata.HikariDataSourcePoolMetadata;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.servlet.HandlerExceptionResolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DataSourceAdmissionAutoConfiguration}.
 */
class DataSourceAdmissionAutoConfigurationTests {

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(
			DataSourceAdmissionAutoConfiguration.class, CoroutineAutoConfiguration.class,
			DataSourceAutoConfiguration.class);

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(CONFIGURATIONS)
		.withPropertyValues("spring.datasource.url=jdbc:h2:mem:admission",
				"spring.datasource.hikari.maximum-pool-size=2", "coroutine.loops.count=1");

	@Test
	void whenThereIsADataSourceThenItHasAGateOfItsSize() {
		this.runner.run((context) -> {
			HikariDataSource dataSource = context.getBean(HikariDataSource.class);
			AdmissionGate gate = context.getBean(AdmissionGates.class).list().getFirst();
			assertThat(gate.name()).isEqualTo("dataSource");
			assertThat(gate.limit()).isEqualTo(2);
			assertThat(gate.snapshot().queueLimit()).isEqualTo(2_000);
			assertThat(new JdbcTemplate(dataSource).queryForObject("select 1", Integer.class)).isEqualTo(1);
			assertThat(gate.snapshot().admitted()).isEqualTo(1);
			assertThat(gate.snapshot().inUse()).isZero();
			assertThat(context).doesNotHaveBean(AdmissionExceptionResolver.class);
		});
	}

	@Test
	void whenBootAsksForTheUseOfThePoolThenItIsShown() {
		this.runner.run((context) -> {
			HikariDataSource dataSource = context.getBean(HikariDataSource.class);
			var metadata = new HikariDataSourcePoolMetadata(dataSource);
			assertThat(metadata.getMax()).isEqualTo(2);
			try (var connection = dataSource.getConnection()) {
				assertThat(connection.isValid(1)).isTrue();
				assertThat(metadata.getActive()).isEqualTo(1);
			}
			assertThat(metadata.getActive()).isZero();
		});
	}

	@Test
	void whenATransactionNeedsASecondOneThenItHasIt() {
		this.runner.run((context) -> {
			DataSource dataSource = context.getBean(DataSource.class);
			AdmissionGate gate = context.getBean(AdmissionGates.class).list().getFirst();
			TransactionTemplate outer = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
			TransactionTemplate inner = new TransactionTemplate(outer.getTransactionManager());
			inner.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
			outer.executeWithoutResult((status) -> inner
				.executeWithoutResult((second) -> assertThat(gate.snapshot().inUse()).isEqualTo(2)));
			assertThat(gate.snapshot().inUse()).isZero();
		});
	}

	@Test
	void whenTheQueueIsFullThenSpringWrapsTheRejection() {
		this.runner.withPropertyValues("coroutine.datasource.admission.queue-limit=0").run((context) -> {
			DataSource dataSource = context.getBean(DataSource.class);
			AdmissionGate gate = context.getBean(AdmissionGates.class).list().getFirst();
			gate.acquire();
			gate.acquire();
			assertThatExceptionOfType(CannotGetJdbcConnectionException.class)
				.isThrownBy(() -> new JdbcTemplate(dataSource).execute("select 1"))
				.withMessageContaining("Failed to obtain JDBC Connection")
				.withStackTraceContaining("lets 2 in at once");
			assertThatExceptionOfType(CannotCreateTransactionException.class)
				.isThrownBy(() -> new TransactionTemplate(new DataSourceTransactionManager(dataSource))
					.executeWithoutResult((status) -> {
					}))
				.withStackTraceContaining("lets 2 in at once");
			gate.release();
			gate.release();
		});
	}

	@Test
	void whenSwitchedOffThenThereIsNoGate() {
		for (String property : new String[] { "coroutine.datasource.admission.enabled=false",
				"coroutine.enabled=false" }) {
			this.runner.withPropertyValues(property).run((context) -> {
				assertThat(context.getBean(DataSource.class).getClass()).isEqualTo(HikariDataSource.class);
				assertThat(context).doesNotHaveBean(DataSourceAdmission.class).doesNotHaveBean(AdmissionGates.class);
			});
		}
	}

	@Test
	void whenHikariIsMissingThenThereIsNoGate() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(DataSourceAdmissionAutoConfiguration.class, CoroutineAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("com.zaxxer.hikari"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("coroutineDataSourceAdmission"));
	}

	@Test
	void whenSpringJdbcIsMissingThenTheGateIsThereAllTheSame() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(DataSourceAdmissionAutoConfiguration.class, CoroutineAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("org.springframework.jdbc", "org.springframework.boot.jdbc"))
			.withBean("orders", HikariDataSource.class)
			.run((context) -> assertThat(context.getBean(AdmissionGates.class).list()).singleElement()
				.returns("orders", AdmissionGate::name));
	}

	@Test
	void whenApplicationHasItsOwnBeansThenTheyAreKept() {
		AdmissionGates gates = AdmissionGates.create();
		this.runner.withBean("own", AdmissionGates.class, () -> gates).run((context) -> {
			context.getBean(DataSource.class);
			assertThat(context).hasSingleBean(AdmissionGates.class);
			assertThat(gates.list()).hasSize(1);
		});
	}

	@Test
	void whenAValueIsOutOfRangeThenTheReportNamesItsProperty() {
		for (String property : new String[] { "coroutine.datasource.admission.queue-limit=-1",
				"coroutine.datasource.admission.max-wait=-1s" }) {
			this.runner.withPropertyValues(property)
				.run((context) -> assertThat(context).hasFailed()
					.getFailure()
					.hasStackTraceContaining(property.substring(0, property.indexOf('='))));
		}
	}

	@Test
	void whenClientsThatGoAreNotToBeNoticedThenTheGateIsTold() {
		DataSourceAdmissionProperties properties = new DataSourceAdmissionProperties();
		assertThat(DataSourceAdmissionSettings.of(properties).noticesGoneClients()).isTrue();
		properties.setNoticeGoneClients(false);
		assertThat(DataSourceAdmissionSettings.of(properties).noticesGoneClients()).isFalse();
	}

	@Test
	void whenItIsAServletApplicationThenRejectionsAreAnswered() {
		WebApplicationContextRunner web = new WebApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withPropertyValues("spring.datasource.url=jdbc:h2:mem:admission", "coroutine.loops.count=1");
		web.run((context) -> assertThat(context).hasSingleBean(AdmissionExceptionResolver.class));
		web.withClassLoader(new FilteredClassLoader(HandlerExceptionResolver.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean("coroutineAdmissionExceptionResolver"));
	}

}
