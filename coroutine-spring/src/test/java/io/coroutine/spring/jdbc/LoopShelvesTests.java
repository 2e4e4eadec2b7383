package io.coroutine.spring.jdbc;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadLocalRandom;

import io.coroutine.internal.loop.EventLoop;
import io.coroutine.internal.scheduler.Scheduler;
import io.coroutine.spring.jdbc.DataSourceAdmission.Settings;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LoopShelves}.
 */
class LoopShelvesTests extends AbstractPoolAdmissionTests {

	private final List<EventLoop> loops = Scheduler.behind(this.runtime).loops().loops();

	@Test
	void whenLoopHasUsedAConnectionThenItPrefersThat() throws Exception {
		start();
		Connection ofFirst = borrowOn(0);
		Connection ofSecond = borrowOn(1);
		Connection first = inPool(ofFirst);
		Connection second = inPool(ofSecond);
		assertThat(first == second).isFalse();
		giveBackOn(0, ofFirst);
		giveBackOn(1, ofSecond);
		for (int i = 0; i < 20; i++) {
			assertThat(borrowedOn(i % 2) == ((i % 2 == 0) ? first : second)).isTrue();
		}
	}

	@Test
	void whenConnectionOfALoopIsInUseThenItTakesAnother() throws Exception {
		start();
		Connection held = borrowOn(0);
		giveBackOn(1, borrowOn(0));
		assertThat(borrowedOn(0) == inPool(held)).isFalse();
		giveBackOn(0, held);
	}

	@Test
	void whenThreadIsNoCoroutineThenHikariRemembersForIt() throws Exception {
		admit(new Settings(null, null));
		Connection held = this.dataSource.getConnection();
		Connection other = this.dataSource.getConnection();
		Connection first = inPool(held);
		Connection second = inPool(other);
		other.close();
		held.close();
		try (Connection last = this.dataSource.getConnection()) {
			assertThat(inPool(last) == first).isTrue();
			try (Connection before = this.dataSource.getConnection()) {
				assertThat(inPool(before) == second).isTrue();
			}
		}
	}

	@Test
	void whenManyBorrowAndChangeTheirLoopsThenNoConnectionIsUsedTwice() throws Exception {
		admit(new Settings(null, null));
		List<Future<?>> borrowers = new ArrayList<>();
		List<Connection> inUse = new ArrayList<>();
		for (int i = 0; i < 2_000; i++) {
			borrowers.add(inCoroutine(() -> {
				try (Connection connection = this.dataSource.getConnection()) {
					Connection own = inPool(connection);
					synchronized (inUse) {
						assertThat(inUse.stream().anyMatch((other) -> other == own)).isFalse();
						inUse.add(own);
					}
					if (ThreadLocalRandom.current().nextBoolean()) {
						Thread.sleep(0, ThreadLocalRandom.current().nextInt(100_000));
					}
					synchronized (inUse) {
						inUse.removeIf((other) -> other == own);
					}
				}
				return null;
			}));
		}
		for (Future<?> borrower : borrowers) {
			get(borrower);
		}
		assertThat(inUse).isEmpty();
	}

	/**
	 * Start the pool, so that nobody has to wait for its first connections.
	 */
	private void start() throws Exception {
		admit(new Settings(null, null));
		closeAll(takeAllPastTheGate());
	}

	private static Connection inPool(Connection connection) throws Exception {
		return ((AdmittedConnection) connection).connection().unwrap(Connection.class);
	}

	/**
	 * Borrow a connection and give it back, and return what it was.
	 */
	private Connection borrowedOn(int loop) throws Exception {
		Connection connection = borrowOn(loop);
		Connection inPool = inPool(connection);
		giveBackOn(loop, connection);
		return inPool;
	}

	private Connection borrowOn(int loop) throws Exception {
		return onLoop(loop, this.dataSource::getConnection);
	}

	private void giveBackOn(int loop, Connection connection) throws Exception {
		onLoop(loop, () -> {
			connection.close();
			return connection;
		});
	}

	/**
	 * Do something in a coroutine on a loop. The other one may take the coroutine over if
	 * it finds this one stuck: then another coroutine tries.
	 */
	private Connection onLoop(int index, Callable<Connection> action) throws Exception {
		EventLoop wanted = this.loops.get(index);
		Connection result = null;
		while (result == null) {
			FutureTask<Connection> attempt = new FutureTask<>(
					() -> (EventLoop.current() == wanted) ? action.call() : null);
			wanted.execute((_) -> this.runtime.start(attempt));
			result = get(attempt);
		}
		return result;
	}

}
