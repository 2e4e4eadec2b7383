package io.coroutine.spring.jdbc;

import java.sql.Connection;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;

import io.coroutine.admission.AdmissionRejectedException.Reason;
import io.coroutine.scope.Deadline;
import io.coroutine.scope.DeadlineExceededException;
import io.coroutine.spring.jdbc.DataSourceAdmission.Settings;
import io.coroutine.test.Eventually;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Borrowers that have a deadline, where without it they would wait for ten minutes.
 */
class PoolDeadlineTests extends AbstractPoolAdmissionTests {

	private static final Duration SHORT = Duration.ofMillis(100);

	@Test
	void whenNoTurnComesByTheDeadlineThenEndsWithItsException() throws Exception {
		admit(new Settings(null, null));
		List<Connection> all = takeAll();
		Future<Connection> waiter = inCoroutine(() -> Deadline.within(SHORT, this.dataSource::getConnection));
		assertThatExceptionOfType(DeadlineExceededException.class).isThrownBy(() -> get(waiter))
			.withCauseInstanceOf(SQLTimeoutException.class);
		assertBackAt(SIZE);
		closeAll(all);
	}

	@Test
	void whenTheDeadlineIsInheritedAndNobodyInterruptsThenTheWaitEndsAsWell() throws Exception {
		admit(new Settings(null, null));
		List<Connection> all = takeAll();
		Future<Connection> waiter = withInheritedDeadline(this.dataSource::getConnection);
		assertThatExceptionOfType(SQLTimeoutException.class).isThrownBy(() -> get(waiter))
			.withMessageContaining("by the deadline")
			.withCauseInstanceOf(ConnectionRejectedException.class);
		assertThat(this.gate.snapshot().rejected().get(Reason.WAITED_TOO_LONG)).isEqualTo(1);
		assertBackAt(SIZE);
		closeAll(all);
	}

	@Test
	void whenThePoolHasNoneByTheDeadlineThenThePermitComesBack() throws Exception {
		admit(new Settings(null, Duration.ofMinutes(10)));
		List<Connection> all = takeAllPastTheGate();
		Future<Connection> waiter = withInheritedDeadline(this.dataSource::getConnection);
		assertThatExceptionOfType(SQLTimeoutException.class).isThrownBy(() -> get(waiter))
			.withMessageContaining("by the deadline");
		assertBackAt(0);
		closeAll(all);
	}

	@Test
	void whenASecondOneIsNotThereByTheDeadlineThenTheFirstOneIsKept() throws Exception {
		admit(new Settings(null, null));
		List<Connection> others = takeAll();
		others.removeLast().close();
		Future<Boolean> twice = withInheritedDeadline(() -> {
			try (Connection first = this.dataSource.getConnection()) {
				assertThatExceptionOfType(SQLTimeoutException.class).isThrownBy(this.dataSource::getConnection);
				return first.isClosed();
			}
		});
		assertThat(get(twice)).isFalse();
		assertBackAt(SIZE - 1);
		closeAll(others);
	}

	@Test
	void whenTheDeadlineHasPassedThenNobodyIsWaitedFor() throws Exception {
		admit(new Settings(null, null));
		Callable<Connection> late = () -> {
			Eventually.isTrue(() -> Deadline.current().hasPassed());
			return this.dataSource.getConnection();
		};
		List<Connection> all = takeAll();
		assertThatExceptionOfType(SQLTimeoutException.class).isThrownBy(() -> get(withInheritedDeadline(late)));
		assertThat(this.gate.snapshot().waited()).isZero();
		closeAll(all);
		get(withInheritedDeadline(late)).close();
	}

	@Test
	void whenTurnedAwayBeforeTheDeadlineThenTheReasonStays() throws Exception {
		admit(new Settings(0, null));
		List<Connection> all = takeAll();
		Future<Connection> refused = inCoroutine(
				() -> Deadline.within(Duration.ofMinutes(5), this.dataSource::getConnection));
		assertThatExceptionOfType(ConnectionRejectedException.class).isThrownBy(() -> get(refused));
		closeAll(all);
	}

	/**
	 * Have a task done by a coroutine that only knows a deadline.
	 */
	private <T> Future<T> withInheritedDeadline(Callable<T> task) throws Exception {
		return get(inCoroutine(() -> Deadline.within(SHORT, () -> inCoroutine(task))));
	}

	private void assertBackAt(int inUse) {
		assertThat(this.gate.snapshot().queued()).isZero();
		assertThat(this.gate.snapshot().inUse()).isEqualTo(inUse);
	}

}
