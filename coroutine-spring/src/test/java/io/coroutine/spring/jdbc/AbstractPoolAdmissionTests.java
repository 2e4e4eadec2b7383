package io.coroutine.spring.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariDataSource;
import io.coroutine.CoroutineRuntime;
import io.coroutine.admission.AdmissionGate;
import io.coroutine.admission.AdmissionGates;
import io.coroutine.spring.jdbc.DataSourceAdmission.Settings;
import io.coroutine.test.Eventually;
import org.junit.jupiter.api.AfterEach;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A small pool behind a gate. After each test no permit and no connection is out, nobody
 * waits, and no coroutine lives.
 */
abstract class AbstractPoolAdmissionTests {

	static final int SIZE = 3;

	final CoroutineRuntime runtime = CoroutineRuntime.builder().loops(2).start();

	final FakeDatabase database = new FakeDatabase();

	final HikariDataSource pool = this.database.pool(SIZE);

	HikariDataSource dataSource;

	AdmissionGate gate;

	@AfterEach
	void close() throws Exception {
		Eventually.isTrue(() -> this.runtime.snapshot().live() == 0);
		assertThat(this.gate.snapshot().inUse()).isZero();
		assertThat(this.gate.snapshot().queued()).isZero();
		if (!this.pool.isClosed()) {
			assertThat(this.pool.getHikariPoolMXBean().getActiveConnections()).isZero();
		}
		this.dataSource.close();
		this.runtime.close();
		Eventually.isTrue(() -> this.database.open() == 0);
	}

	void admit(Settings settings) {
		AdmissionGates gates = AdmissionGates.create();
		this.dataSource = (HikariDataSource) DataSourceAdmission.of(() -> settings, () -> gates)
			.postProcessAfterInitialization(this.pool, "orders");
		this.gate = gates.list().getFirst();
	}

	/**
	 * Have the pool open all its connections now, and nothing more to do: whoever waits
	 * for a short time only is not to wait for that.
	 */
	void fill() throws Exception {
		this.pool.getConnection().close();
		Eventually.isTrue(() -> this.pool.getHikariPoolMXBean().getIdleConnections() == this.pool.getMaximumPoolSize());
	}

	/**
	 * Borrow all connections, each in a coroutine of its own.
	 */
	List<Connection> takeAll() throws Exception {
		List<Connection> connections = new ArrayList<>();
		for (int i = 0; i < SIZE; i++) {
			connections.add(get(inCoroutine(this.dataSource::getConnection)));
		}
		return connections;
	}

	/**
	 * Borrow all connections from the pool itself, so that the gate knows nothing of it.
	 */
	List<Connection> takeAllPastTheGate() throws SQLException {
		List<Connection> connections = new ArrayList<>();
		for (int i = 0; i < SIZE; i++) {
			connections.add(this.pool.getConnection());
		}
		return connections;
	}

	boolean canBorrow() throws SQLException {
		try {
			this.dataSource.getConnection().close();
			return true;
		}
		catch (SQLTransientConnectionException ex) {
			return false;
		}
	}

	static void closeAll(List<Connection> connections) throws SQLException {
		for (Connection connection : connections) {
			connection.close();
		}
	}

	<T> Future<T> inCoroutine(Callable<T> task) {
		return this.runtime.coroutine().submit(task);
	}

	static <T> T get(Future<T> future) throws Exception {
		try {
			return future.get(60, TimeUnit.SECONDS);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof Exception cause) {
				throw cause;
			}
			throw ex;
		}
	}

}
