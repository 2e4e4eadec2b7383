package io.coroutine.spring.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;

import io.coroutine.admission.AdmissionRejectedException;
import io.coroutine.admission.AdmissionRejectedException.Reason;
import io.coroutine.spring.jdbc.DataSourceAdmission.Settings;
import io.coroutine.test.Eventually;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PoolAdmission} and {@link AdmittedConnection}.
 */
class PoolAdmissionTests extends AbstractPoolAdmissionTests {

	@Test
	void whenManyBorrowThenNobodyWaitsInThePool() throws Exception {
		admit(new Settings(null, null));
		AtomicInteger out = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		AtomicInteger waitedInside = new AtomicInteger();
		List<Future<?>> borrowers = new ArrayList<>();
		List<Connection> all = takeAll();
		for (int i = 0; i < 2_000; i++) {
			if (i == 1_000) {
				Eventually.isTrue(() -> this.gate.snapshot().queued() > 0);
				closeAll(all);
			}
			borrowers.add(inCoroutine(() -> {
				try (Connection connection = this.dataSource.getConnection()) {
					most.accumulateAndGet(out.incrementAndGet(), Math::max);
					assertThat(connection.isClosed()).isFalse();
					waitedInside.accumulateAndGet(this.pool.getHikariPoolMXBean().getThreadsAwaitingConnection(),
							Math::max);
					Thread.yield();
					out.decrementAndGet();
				}
				return null;
			}));
		}
		for (Future<?> borrower : borrowers) {
			get(borrower);
		}
		assertThat(most).hasPositiveValue().hasValueLessThanOrEqualTo(SIZE);
		assertThat(this.gate.snapshot().admitted()).isEqualTo(2_000 + SIZE);
		assertThat(this.gate.snapshot().waited()).isPositive();
		// Some may be in the pool for a moment, as its connections are opened one by one
		assertThat(waitedInside).hasValueLessThanOrEqualTo(SIZE);
	}

	@Test
	void whenConnectionIsClosedTwiceThenOnePermitComesBack() throws Exception {
		admit(new Settings(null, null));
		Connection first = this.dataSource.getConnection();
		Connection second = this.dataSource.getConnection();
		first.close();
		first.close();
		assertThat(this.gate.snapshot().inUse()).isEqualTo(1);
		assertThat(first.isClosed()).isTrue();
		second.close();
	}

	@Test
	void whenConnectionIsClosedByAnotherThenItsPermitComesBack() throws Exception {
		admit(new Settings(null, null));
		Connection connection = get(inCoroutine(this.dataSource::getConnection));
		assertThat(this.gate.snapshot().inUse()).isEqualTo(1);
		get(inCoroutine(() -> {
			connection.close();
			return null;
		}));
		assertThat(this.gate.snapshot().inUse()).isZero();
	}

	@Test
	void whenConnectionIsClosedBehindItsBackThenItsPermitComesBackAsSoonAsOneIsWanted() throws Exception {
		admit(new Settings(null, null));
		List<Connection> all = takeAll();
		all.getFirst().unwrap(com.zaxxer.hikari.pool.ProxyConnection.class).close();
		assertThat(this.gate.snapshot().inUse()).isEqualTo(SIZE);
		Connection next = get(inCoroutine(this.dataSource::getConnection));
		assertThat(this.gate.snapshot().inUse()).isEqualTo(SIZE);
		closeAll(all);
		next.close();
	}

	@Test
	void whenConnectionIsAbortedThenItsPermitComesBackWhenThePoolHasItBack() throws Exception {
		admit(new Settings(null, null));
		Connection connection = this.dataSource.getConnection();
		connection.abort(Runnable::run);
		assertThat(this.gate.snapshot().inUse()).isEqualTo(this.pool.getHikariPoolMXBean().getActiveConnections());
		connection.close();
	}

	@Test
	void whenDatabaseIsDownThenPermitsComeBack() throws Exception {
		this.pool.setConnectionTimeout(250);
		admit(new Settings(null, null));
		fill();
		this.database.down(true);
		this.pool.getHikariPoolMXBean().softEvictConnections();
		List<Future<Connection>> borrowers = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			borrowers.add(inCoroutine(this.dataSource::getConnection));
		}
		for (Future<Connection> borrower : borrowers) {
			assertThatExceptionOfType(SQLTransientConnectionException.class).isThrownBy(() -> get(borrower));
		}
		assertThat(this.gate.snapshot().inUse()).isZero();
		this.database.down(false);
		Eventually.isTrue(this::canBorrow);
	}

	@Test
	void whenOneThatHasAConnectionWantsASecondThenItGoesBeforeThoseWhoHaveNone() throws Exception {
		admit(new Settings(null, null));
		List<Connection> others = new ArrayList<>();
		CyclicBarrier holds = new CyclicBarrier(2);
		CyclicBarrier wants = new CyclicBarrier(2);
		Future<?> twice = inCoroutine(() -> {
			try (Connection first = this.dataSource.getConnection()) {
				holds.await();
				wants.await();
				try (Connection second = this.dataSource.getConnection()) {
					assertThat(second).isNotSameAs(first);
				}
			}
			return null;
		});
		holds.await();
		for (int i = 1; i < SIZE; i++) {
			others.add(get(inCoroutine(this.dataSource::getConnection)));
		}
		Future<Connection> stranger = inCoroutine(this.dataSource::getConnection);
		Eventually.isTrue(() -> this.gate.snapshot().queued() == 1);
		wants.await();
		Eventually.isTrue(() -> this.pool.getHikariPoolMXBean().getThreadsAwaitingConnection() == 1);
		assertThat(this.gate.snapshot().inUse()).isEqualTo(SIZE + 1);
		others.removeFirst().close();
		get(twice);
		get(stranger).close();
		closeAll(others);
	}

	@Test
	void whenAllHaveAConnectionAndWantASecondThenTheyFailAsWithoutGateAndNothingIsLost() throws Exception {
		this.pool.setConnectionTimeout(300);
		admit(new Settings(null, null));
		fill();
		CyclicBarrier all = new CyclicBarrier(SIZE);
		List<Future<?>> borrowers = new ArrayList<>();
		for (int i = 0; i < SIZE; i++) {
			borrowers.add(inCoroutine(() -> {
				try (Connection first = this.dataSource.getConnection()) {
					assertThat(first.isClosed()).isFalse();
					all.await();
					this.dataSource.getConnection().close();
				}
				return null;
			}));
		}
		int failed = 0;
		for (Future<?> borrower : borrowers) {
			try {
				get(borrower);
			}
			catch (SQLTransientConnectionException ex) {
				failed++;
			}
		}
		// Whoever fails first lets another one go on
		assertThat(failed).isPositive();
	}

	@Test
	void whenTheQueueIsFullThenRejectsAtOnce() throws Exception {
		admit(new Settings(1, null));
		List<Connection> all = takeAll();
		Future<Connection> waiter = inCoroutine(this.dataSource::getConnection);
		Eventually.isTrue(() -> this.gate.snapshot().queued() == 1);
		assertRejected(Reason.QUEUE_FULL, inCoroutine(this.dataSource::getConnection));
		closeAll(all);
		get(waiter).close();
	}

	@Test
	void whenNoTurnComesInTheConnectionTimeoutThenRejects() throws Exception {
		this.pool.setConnectionTimeout(250);
		admit(new Settings(null, null));
		fill();
		List<Connection> all = takeAll();
		assertRejected(Reason.WAITED_TOO_LONG, inCoroutine(this.dataSource::getConnection));
		closeAll(all);
	}

	@Test
	void whenALongestWaitIsSetThenItCounts() throws Exception {
		admit(new Settings(null, Duration.ofMillis(500)));
		fill();
		List<Connection> all = takeAll();
		assertRejected(Reason.WAITED_TOO_LONG, inCoroutine(this.dataSource::getConnection));
		closeAll(all);
	}

	@Test
	void whenThePoolIsResizedThenTheLimitFollows() throws Exception {
		admit(new Settings(null, null));
		List<Connection> all = takeAll();
		this.dataSource.getHikariConfigMXBean().setMaximumPoolSize(SIZE + 1);
		all.add(get(inCoroutine(this.dataSource::getConnection)));
		assertThat(this.gate.limit()).isEqualTo(SIZE + 1);
		this.dataSource.getHikariConfigMXBean().setMaximumPoolSize(1);
		closeAll(all);
		assertThat(this.gate.limit()).isEqualTo(1);
	}

	@Test
	void whenThePoolIsSuspendedThenThoseAtTheGateAreTurnedAwayAndTheOthersGoOnAfterIt() throws Exception {
		this.pool.setConnectionTimeout(250);
		this.pool.setAllowPoolSuspension(true);
		admit(new Settings(null, null));
		fill();
		this.dataSource.getHikariPoolMXBean().suspendPool();
		List<Future<Connection>> letIn = new ArrayList<>();
		for (int i = 0; i < SIZE; i++) {
			letIn.add(inCoroutine(this.dataSource::getConnection));
		}
		Eventually.isTrue(() -> this.gate.snapshot().inUse() == SIZE);
		assertRejected(Reason.WAITED_TOO_LONG, inCoroutine(this.dataSource::getConnection));
		assertThat(letIn).noneMatch(Future::isDone);
		this.dataSource.getHikariPoolMXBean().resumePool();
		for (Future<Connection> borrower : letIn) {
			get(borrower).close();
		}
	}

	@Test
	void whenThreadsBorrowThenTheyPassTheSameGate() throws Exception {
		admit(new Settings(null, null));
		List<Connection> all = takeAll();
		FutureTask<Connection> platform = new FutureTask<>(this.dataSource::getConnection);
		Thread.ofPlatform().start(platform);
		Eventually.isTrue(() -> this.gate.snapshot().queued() == 1);
		all.removeFirst().close();
		get(platform).close();
		closeAll(all);
	}

	@Test
	void whenClosedThenThoseWhoWaitAreTurnedAway() throws Exception {
		admit(new Settings(null, null));
		List<Connection> all = takeAll();
		Future<Connection> waiter = inCoroutine(this.dataSource::getConnection);
		Eventually.isTrue(() -> this.gate.snapshot().queued() == 1);
		// One that gets past the gate before the pool is closed waits there, as ever
		this.pool.close();
		this.gate.close();
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> get(waiter));
		assertThatExceptionOfType(SQLException.class).isThrownBy(this.dataSource::getConnection)
			.withMessageContaining("has been closed");
		closeAll(all);
	}

	private void assertRejected(Reason reason, Future<?> borrower) {
		assertThatExceptionOfType(ConnectionRejectedException.class).isThrownBy(() -> get(borrower))
			.withMessageContaining("'orders'")
			.satisfies((ex) -> assertThat(ex.getCause()).isInstanceOfSatisfying(AdmissionRejectedException.class,
					(cause) -> assertThat(cause.reason()).isEqualTo(reason)));
	}

}
