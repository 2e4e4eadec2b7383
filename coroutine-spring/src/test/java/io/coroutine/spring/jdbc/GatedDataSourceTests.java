package io.coroutine.spring.jdbc;

import java.sql.Connection;
import java.sql.SQLFeatureNotSupportedException;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.coroutine.admission.AdmissionGate;
import io.coroutine.admission.AdmissionGates;
import io.coroutine.spring.jdbc.DataSourceAdmission.Settings;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link GatedDataSource} and {@link DataSourceAdmission}.
 */
class GatedDataSourceTests {

	@Test
	void whenContextHasDataSourcesThenEachHasItsGateUntilTheContextCloses() throws Exception {
		HikariDataSource gated;
		try (var context = new AnnotationConfigApplicationContext(SeveralDataSources.class)) {
			AdmissionGates gates = context.getBean(AdmissionGates.class);
			assertThat(gates.list()).extracting(AdmissionGate::name).containsExactlyInAnyOrder("lazy", "eager");
			assertThat(gates.list()).extracting(AdmissionGate::limit).containsExactlyInAnyOrder(10, 4);
			assertThat(context.getBeansOfType(HikariDataSource.class)).hasSize(3);
			gated = context.getBean("lazy", HikariDataSource.class);
			assertThat(context.getBean("special").getClass()).isEqualTo(SpecialDataSource.class);
			gated.getConnection().close();
			assertThat(gates.list()).extracting((gate) -> gate.snapshot().admitted()).containsExactlyInAnyOrder(1L, 0L);
		}
		assertThat(gated.isClosed()).isTrue();
		assertThatExceptionOfType(java.sql.SQLException.class).isThrownBy(gated::getConnection)
			.withMessageContaining("has been closed");
	}

	@Test
	void whenUnwrappedThenGivesItselfAndWhatIsBehind() throws Exception {
		FakeDatabase database = new FakeDatabase();
		try (HikariDataSource pool = database.pool(2); HikariDataSource gated = gate(pool)) {
			assertThat(gated.isWrapperFor(HikariDataSource.class)).isTrue();
			assertThat(gated.unwrap(HikariDataSource.class)).isSameAs(gated);
			assertThat(gated.unwrap(DataSource.class)).isSameAs(gated);
			assertThat(gated.getHikariPoolMXBean()).isNull();
			Connection connection = gated.getConnection();
			assertThat(gated.isWrapperFor(FakeDatabase.class)).isTrue();
			assertThat(gated.unwrap(FakeDatabase.class)).isSameAs(database);
			assertThat(gated.getHikariPoolMXBean()).isSameAs(pool.getHikariPoolMXBean()).isNotNull();
			assertThat(gated).hasFieldOrPropertyWithValue("pool", pool.getHikariPoolMXBean());
			assertThat(gated.isRunning()).isTrue();
			assertThat(connection.isWrapperFor(Connection.class)).isTrue();
			assertThat(connection.unwrap(Connection.class)).isSameAs(connection);
			connection.close();
			assertThat(gated).isNotEqualTo(pool);
			assertThat(gated).hasToString(pool.toString());
		}
	}

	@Test
	void whenSettingsAreReadAndWrittenThenTheyAreThoseOfThePool() {
		try (HikariDataSource pool = new FakeDatabase().pool(2); HikariDataSource gated = gate(pool)) {
			gated.setPoolName("renamed");
			gated.setConnectionTimeout(1234);
			assertThat(pool.getPoolName()).isEqualTo("renamed");
			assertThat(pool.getConnectionTimeout()).isEqualTo(1234);
			assertThat(gated.getMaximumPoolSize()).isEqualTo(2);
			HikariConfig copy = new HikariConfig();
			gated.copyStateTo(copy);
			assertThat(copy.getPoolName()).isEqualTo("renamed");
		}
	}

	@Test
	void whenConnectionIsEvictedThenThePoolClosesIt() throws Exception {
		FakeDatabase database = new FakeDatabase();
		try (HikariDataSource pool = database.pool(1); HikariDataSource gated = gate(pool)) {
			Connection connection = gated.getConnection();
			gated.evictConnection(connection);
			connection.close();
			Connection next = gated.getConnection();
			assertThat(next.unwrap(java.sql.Connection.class)).isNotSameAs(connection);
			next.close();
		}
	}

	@Test
	void whenAskedForAConnectionOfSomebodyElseThenAnswersAsThePool() {
		try (HikariDataSource gated = gate(new FakeDatabase().pool(1))) {
			assertThatExceptionOfType(SQLFeatureNotSupportedException.class)
				.isThrownBy(() -> gated.getConnection("me", "secret"));
		}
	}

	private static HikariDataSource gate(HikariDataSource pool) {
		AdmissionGates gates = AdmissionGates.create();
		return (HikariDataSource) DataSourceAdmission.of(() -> new Settings(null, null), () -> gates)
			.postProcessAfterInitialization(pool, "test");
	}

	@Configuration(proxyBeanMethods = false)
	static class SeveralDataSources {

		@Bean
		static DataSourceAdmission admission(org.springframework.beans.factory.ObjectProvider<AdmissionGates> gates) {
			return DataSourceAdmission.of(() -> new Settings(7, null), gates::getObject);
		}

		@Bean
		AdmissionGates gates() {
			return AdmissionGates.create();
		}

		@Bean
		HikariDataSource lazy() {
			return new FakeDatabase().pool(10);
		}

		@Bean
		DataSource eager() {
			HikariConfig config = new HikariConfig();
			config.setDataSource(new FakeDatabase());
			config.setMaximumPoolSize(4);
			return new HikariDataSource(config);
		}

		@Bean
		SpecialDataSource special() {
			return new SpecialDataSource();
		}

		@Bean
		String unrelated() {
			return "unrelated";
		}

	}

	static class SpecialDataSource extends HikariDataSource {

	}

}
