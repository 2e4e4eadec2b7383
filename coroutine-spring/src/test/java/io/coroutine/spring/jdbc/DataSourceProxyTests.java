package io.coroutine.spring.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.coroutine.admission.AdmissionGate;
import io.coroutine.admission.AdmissionGates;
import io.coroutine.spring.jdbc.DataSourceAdmission.Settings;
import io.coroutine.test.Eventually;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring's data sources that stand before one with a gate.
 */
class DataSourceProxyTests extends AbstractPoolAdmissionTests {

	@Test
	void whenLazyThenTheGateIsPassedForTheFirstStatement() throws Exception {
		admit(new Settings(null, null));
		DataSource lazy = new LazyConnectionDataSourceProxy(this.dataSource);
		TransactionTemplate transactions = transactions(lazy);
		// The first time, the proxy asks a connection for its defaults
		get(inCoroutine(() -> transactions.execute((status) -> "nothing to do")));
		long before = this.gate.snapshot().admitted();
		get(inCoroutine(() -> transactions.execute((status) -> "nothing to do")));
		assertThat(this.gate.snapshot().admitted()).isEqualTo(before);
		List<Connection> all = takeAll();
		Future<Integer> waiter = inCoroutine(() -> transactions.execute((status) -> inUseInStatement(lazy)));
		Eventually.isTrue(() -> this.gate.snapshot().queued() == 1);
		closeAll(all);
		// Itself, and those that were not closed yet
		assertThat(get(waiter)).isPositive();
	}

	@Test
	void whenRoutedThenEachDataSourceHasItsOwnGate() throws Exception {
		admit(new Settings(null, null));
		AdmissionGates gates = AdmissionGates.create();
		try (HikariDataSource other = gate(new FakeDatabase().pool(1), gates)) {
			AdmissionGate gateOfOther = gates.list().getFirst();
			ThreadLocal<String> route = ThreadLocal.withInitial(() -> "orders");
			DataSource routing = routing(route, other);
			List<Connection> all = takeAll();
			Future<?> waiter = inCoroutine(() -> {
				route.set("other");
				try (Connection connection = routing.getConnection()) {
					assertThat(connection.isClosed()).isFalse();
					assertThat(gateOfOther.snapshot().inUse()).isEqualTo(1);
					route.set("orders");
					routing.getConnection().close();
				}
				return null;
			});
			Eventually.isTrue(() -> this.gate.snapshot().queued() == 1);
			closeAll(all);
			get(waiter);
			assertThat(gateOfOther.snapshot().inUse()).isZero();
			assertThat(gateOfOther.snapshot().admitted()).isEqualTo(1);
		}
	}

	@Test
	void whenAwareOfTransactionsThenTheGateIsPassedOnce() throws Exception {
		admit(new Settings(null, null));
		TransactionTemplate transactions = transactions(this.dataSource);
		Future<Integer> both = inCoroutine(() -> transactions
			.execute((status) -> inUseInStatement(this.dataSource) + inUseInStatement(this.dataSource)));
		assertThat(get(both)).isEqualTo(2);
		assertThat(this.gate.snapshot().admitted()).isEqualTo(1);
	}

	/**
	 * Return how many permits are taken while the transaction has a statement.
	 */
	private int inUseInStatement(DataSource dataSource) {
		TransactionAwareDataSourceProxy aware = new TransactionAwareDataSourceProxy(dataSource);
		try (Connection connection = aware.getConnection(); Statement statement = connection.createStatement()) {
			assertThat(statement).isNotNull();
			return this.gate.snapshot().inUse();
		}
		catch (SQLException ex) {
			throw new AssertionError(ex);
		}
	}

	private DataSource routing(ThreadLocal<String> route, DataSource other) {
		AbstractRoutingDataSource routing = new AbstractRoutingDataSource() {

			@Override
			protected Object determineCurrentLookupKey() {
				return route.get();
			}

		};
		routing.setTargetDataSources(Map.of("orders", this.dataSource, "other", other));
		routing.afterPropertiesSet();
		return routing;
	}

	private static TransactionTemplate transactions(DataSource dataSource) {
		return new TransactionTemplate(new DataSourceTransactionManager(dataSource));
	}

	private static HikariDataSource gate(HikariDataSource pool, AdmissionGates gates) {
		return (HikariDataSource) DataSourceAdmission.of(() -> new Settings(null, null), () -> gates)
			.postProcessAfterInitialization(pool, "other");
	}

}
