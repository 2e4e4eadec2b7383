package io.coroutine.spring.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

import io.coroutine.Coroutine;
import io.coroutine.spring.jdbc.DataSourceAdmission.Settings;
import io.coroutine.test.Eventually;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Coroutines that are cancelled while they borrow.
 */
class PoolCancellationTests extends AbstractPoolAdmissionTests {

	/** If all had one and wanted a second, each would wait for the others. */
	private final Semaphore seconds = new Semaphore(SIZE - 1);

	@Test
	void whenCancelledWhileQueuedThenThePlaceIsFree() throws Exception {
		admit(new Settings(null, null));
		List<Connection> all = takeAll();
		AtomicInteger interrupted = new AtomicInteger();
		var waiter = this.runtime.start(() -> {
			assertThatExceptionOfType(SQLException.class).isThrownBy(this.dataSource::getConnection)
				.withCauseInstanceOf(InterruptedException.class);
			interrupted.addAndGet(Thread.currentThread().isInterrupted() ? 1 : 0);
		});
		Eventually.isTrue(() -> this.gate.snapshot().queued() == 1);
		waiter.cancel();
		Eventually.isTrue(() -> this.gate.snapshot().queued() == 0);
		waiter.join();
		assertThat(interrupted).hasValue(1);
		closeAll(all);
	}

	@Test
	void whenCancelledInThePoolThenItsPermitComesBack() throws Exception {
		admit(new Settings(null, null));
		List<Connection> all = takeAllPastTheGate();
		AtomicInteger interrupted = new AtomicInteger();
		Coroutine waiter = this.runtime.start(() -> {
			assertThatExceptionOfType(SQLException.class).isThrownBy(this.dataSource::getConnection);
			interrupted.addAndGet(Thread.currentThread().isInterrupted() ? 1 : 0);
		});
		Eventually.isTrue(() -> this.pool.getHikariPoolMXBean().getThreadsAwaitingConnection() == 1);
		assertThat(this.gate.snapshot().inUse()).isEqualTo(1);
		waiter.cancel();
		waiter.join();
		assertThat(interrupted).hasValue(1);
		assertThat(this.gate.snapshot().inUse()).isZero();
		closeAll(all);
	}

	@Test
	void whenCancelledAtAnyMomentThenNothingIsLost() throws Exception {
		admit(new Settings(null, null));
		Random random = new Random(5);
		AtomicInteger ended = new AtomicInteger();
		List<Coroutine> borrowers = new ArrayList<>();
		for (int i = 0; i < 3_000; i++) {
			int steps = random.nextInt(4);
			boolean twice = random.nextInt(SIZE * 3) == 0;
			borrowers.add(this.runtime.start(() -> {
				try {
					borrow(steps, twice);
				}
				catch (SQLException ex) {
					assertThat(Thread.currentThread().isInterrupted()).isTrue();
				}
				ended.incrementAndGet();
			}));
			if (random.nextBoolean()) {
				borrowers.get(random.nextInt(borrowers.size())).cancel();
			}
		}
		for (int i = 0; i < borrowers.size(); i += 2) {
			borrowers.get(random.nextInt(borrowers.size())).cancel();
		}
		for (Coroutine borrower : borrowers) {
			borrower.join();
		}
		assertThat(ended).hasValue(borrowers.size());
		closeAll(takeAll());
		assertThat(this.database.open()).isLessThanOrEqualTo(SIZE);
	}

	private void borrow(int steps, boolean twice) throws SQLException {
		try (Connection connection = this.dataSource.getConnection()) {
			assertThat(connection.isClosed()).isFalse();
			for (int i = 0; i < steps; i++) {
				Thread.yield();
			}
			if (twice && this.seconds.tryAcquire()) {
				try {
					borrow(steps, false);
				}
				finally {
					this.seconds.release();
				}
			}
		}
	}

}
