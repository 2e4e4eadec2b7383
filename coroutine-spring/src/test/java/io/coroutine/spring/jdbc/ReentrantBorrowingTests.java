package io.coroutine.spring.jdbc;

import java.sql.Connection;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;

import io.coroutine.spring.jdbc.DataSourceAdmission.Settings;
import io.coroutine.test.Eventually;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Ten coroutines and ten connections, of which each coroutine wants two, as with
 * {@code REQUIRES_NEW}; and others that want one.
 */
class ReentrantBorrowingTests extends AbstractPoolAdmissionTests {

	private static final int TEN = 10;

	private static final int OTHERS = 40;

	@BeforeEach
	void makeItTen() {
		this.pool.setMaximumPoolSize(TEN);
	}

	@Test
	void whenNineOfTenHaveOneThenAllGetTheirSecondBeforeTheGateOpensForTheOthers() throws Exception {
		admit(new Settings(null, null));
		CyclicBarrier allHaveOne = new CyclicBarrier(TEN);
		CyclicBarrier othersQueue = new CyclicBarrier(TEN);
		List<Future<?>> borrowers = new ArrayList<>();
		for (int i = 1; i < TEN; i++) {
			borrowers.add(inCoroutine(() -> borrowTwice(allHaveOne, othersQueue)));
		}
		allHaveOne.await();
		Connection last = this.dataSource.getConnection();
		borrowers.add(inCoroutine(() -> borrowTwice(null, null)));
		borrowOnce(borrowers);
		Eventually.isTrue(() -> this.gate.snapshot().queued() == OTHERS + 1);
		othersQueue.await();
		Eventually.isTrue(() -> this.pool.getHikariPoolMXBean().getThreadsAwaitingConnection() == TEN - 1);
		assertThat(this.gate.snapshot().queued()).isEqualTo(OTHERS + 1);
		last.close();
		for (Future<?> borrower : borrowers) {
			get(borrower);
		}
	}

	@Test
	void whenAllTenHaveOneThenTheyFailAsWithoutGateAndTheOthersAreServed() throws Exception {
		this.pool.setConnectionTimeout(500);
		admit(new Settings(null, Duration.ofMinutes(10)));
		fill();
		CyclicBarrier allHaveOne = new CyclicBarrier(TEN + 1);
		CyclicBarrier othersQueue = new CyclicBarrier(TEN + 1);
		List<Future<?>> borrowers = new ArrayList<>();
		for (int i = 0; i < TEN; i++) {
			borrowers.add(inCoroutine(() -> borrowTwice(allHaveOne, othersQueue)));
		}
		allHaveOne.await();
		List<Future<?>> others = new ArrayList<>();
		borrowOnce(others);
		Eventually.isTrue(() -> this.gate.snapshot().queued() == OTHERS);
		othersQueue.await();
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
		for (Future<?> other : others) {
			get(other);
		}
	}

	private Void borrowTwice(CyclicBarrier allHaveOne, CyclicBarrier othersQueue) throws Exception {
		try (Connection first = this.dataSource.getConnection()) {
			if (allHaveOne != null) {
				allHaveOne.await();
				othersQueue.await();
			}
			try (Connection second = this.dataSource.getConnection()) {
				assertThat(second).isNotSameAs(first);
			}
		}
		return null;
	}

	private void borrowOnce(List<Future<?>> borrowers) {
		for (int i = 0; i < OTHERS; i++) {
			borrowers.add(inCoroutine(() -> {
				this.dataSource.getConnection().close();
				return null;
			}));
		}
	}

}
