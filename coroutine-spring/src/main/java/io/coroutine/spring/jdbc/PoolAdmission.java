package io.coroutine.spring.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import io.coroutine.admission.AdmissionGate;
import io.coroutine.admission.AdmissionRejectedException;
import io.coroutine.admission.AdmissionRejectedException.Reason;
import io.coroutine.internal.fiber.Fiber;
import io.coroutine.internal.socket.PeerTask;
import io.coroutine.internal.socket.PeerWatch;
import io.coroutine.internal.socket.StreamSocket;
import io.coroutine.scope.Deadline;
import io.coroutine.scope.DeadlineScope;
import org.jspecify.annotations.Nullable;

/**
 * Lets as many borrowers in to a connection pool as it has connections, so that nobody
 * waits inside it. Any thread may call all methods.
 * <p>
 * <b>Borrowing twice.</b> Who has a connection of the pool and wants another one does not
 * queue, as it would wait for others in the queue while they wait for it. It gets a
 * permit beyond the limit at once, and waits, if it has to, inside the pool: there it is
 * before all who have no connection yet, as for these the gate stays closed until the
 * permits are made up for. A borrower is a coroutine, or a thread that is none; which
 * connection belongs to whom is looked up among those that are out, so one that is closed
 * by somebody else than its borrower does no harm.
 * <p>
 * <b>Permits.</b> A permit is taken before the pool is asked, and belongs to the
 * connection from then on. It comes back when the pool fails or, by the connection, when
 * the pool has that back.
 * <p>
 * <b>Deadlines.</b> Nobody waits longer than until its {@link Deadline}, neither at the
 * gate nor in the pool. The deadline of a coroutine most often interrupts it as well; but
 * one that has only inherited its deadline is not interrupted.
 * <p>
 * <b>Clients.</b> The coroutine of a request waits at the gate for as long as the client
 * is there, if the connector lets it know.
 * <p>
 * The limit follows the size of the pool at each borrowing and return.
 */
final class PoolAdmission {

	private final HikariDataSource pool;

	private final AdmissionGate gate;

	private final @Nullable Duration longestWait;

	private final boolean noticesGoneClients;

	private final LoopShelves shelves;

	private final Set<AdmittedConnection> out = ConcurrentHashMap.newKeySet();

	/**
	 * Create the admission to a pool.
	 * @param longestWait how long a borrower waits at the gate and in the pool, or
	 * {@code null} for the connection timeout of the pool
	 * @param noticesGoneClients whether a borrower whose client has gone stops to wait at
	 * the gate
	 */
	PoolAdmission(HikariDataSource pool, AdmissionGate gate, @Nullable Duration longestWait,
			boolean noticesGoneClients) {
		this.pool = pool;
		this.gate = gate;
		this.longestWait = longestWait;
		this.noticesGoneClients = noticesGoneClients;
		this.shelves = new LoopShelves(pool);
	}

	/**
	 * Return how many connections a pool may have, also before it has started.
	 */
	static int size(HikariDataSource pool) {
		int size = pool.getMaximumPoolSize();
		// What Hikari makes of it when it starts
		return (size < 1) ? 10 : size;
	}

	AdmissionGate gate() {
		return this.gate;
	}

	/**
	 * Borrow a connection.
	 * @throws SQLTimeoutException if the deadline of the caller has passed
	 * @throws ConnectionRejectedException if the caller was not let in
	 * @throws ClientGoneException if the client of the caller has gone while it waited at
	 * the gate
	 * @throws SQLException if the caller is interrupted while it waits, or the pool has
	 * none
	 */
	Connection borrow() throws SQLException {
		Fiber fiber = Fiber.current();
		Object borrower = (fiber != null) ? fiber : Thread.currentThread();
		Deadline deadline = Deadline.current();
		if (deadline == null) {
			return borrow(borrower);
		}
		try {
			return borrow(borrower);
		}
		catch (SQLException ex) {
			throw (deadline.hasPassed()) ? late(ex) : ex;
		}
	}

	private SQLTimeoutException late(SQLException ex) {
		return new SQLTimeoutException(this.pool.getPoolName() + " - No connection by the deadline: " + ex.getMessage(),
				ex.getSQLState(), ex.getErrorCode(), ex);
	}

	private Connection borrow(Object borrower) throws SQLException {
		follow();
		if (this.gate.tryAcquire()) {
			return admitted(borrower, Long.MAX_VALUE);
		}
		try {
			return borrowInLine(borrower);
		}
		catch (AdmissionRejectedException ex) {
			if (ex.reason() == Reason.CLOSED) {
				// The pool closes, or is closed and says so
				return this.pool.getConnection();
			}
			throw new ConnectionRejectedException(ex);
		}
		catch (InterruptedException ex) {
			if (!DeadlineScope.hasInterruptedCaller()) {
				Thread.currentThread().interrupt();
			}
			throw new SQLException(this.pool.getPoolName() + " - Interrupted while waiting for admission", ex);
		}
	}

	private Connection borrowInLine(Object borrower) throws InterruptedException, SQLException {
		if (hasOne(borrower)) {
			this.gate.acquireAnyway();
			return admitted(borrower, Long.MAX_VALUE);
		}
		long millis = longestWaitMillis();
		long start = System.nanoTime();
		awaitTurn(Deadline.limit(Duration.ofMillis(millis)));
		return admitted(borrower, millis - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
	}

	private void awaitTurn(Duration longest) throws InterruptedException, ClientGoneException {
		StreamSocket client = (this.noticesGoneClients) ? PeerTask.peerOfCaller() : null;
		if (client == null) {
			this.gate.acquire(longest);
		}
		else if (!PeerWatch.acquire(this.gate, longest, client)) {
			throw new ClientGoneException(this.pool.getPoolName());
		}
	}

	private long longestWaitMillis() {
		return (this.longestWait != null) ? this.longestWait.toMillis() : this.pool.getConnectionTimeout();
	}

	/**
	 * Tell whether a borrower has a connection of the pool. Looks at each that is out,
	 * and takes notice of those that have come back behind our back.
	 */
	private boolean hasOne(Object borrower) throws SQLException {
		for (AdmittedConnection connection : this.out) {
			if (!connection.isBack() && connection.borrower() == borrower) {
				return true;
			}
		}
		return false;
	}

	private Connection admitted(Object borrower, long millis) throws SQLException {
		AdmittedConnection connection = null;
		try {
			connection = AdmittedConnection.of(fromShelf(millis), this, borrower);
			this.out.add(connection);
			return connection;
		}
		finally {
			if (connection == null) {
				release();
			}
		}
	}

	private Connection fromShelf(long millis) throws SQLException {
		try (LoopShelves.Memory _ = this.shelves.open()) {
			return fromPool(millis);
		}
	}

	/**
	 * Have the pool take a connection back.
	 */
	void toShelf(Connection connection) throws SQLException {
		try (LoopShelves.Memory _ = this.shelves.open()) {
			connection.close();
		}
	}

	/**
	 * Ask the pool.
	 * @param millis how long it may take at most, beside what the settings say
	 */
	private Connection fromPool(long millis) throws SQLException {
		long limit = Math.min(Math.min(millis, longestWaitMillis()), millisLeft());
		if (limit < this.pool.getConnectionTimeout() && !this.pool.isClosed()
				&& this.pool.getHikariPoolMXBean() instanceof HikariPool started) {
			// The turn has come, and most often there is a connection: so look for one
			return started.getConnection(Math.max(limit, 1));
		}
		return this.pool.getConnection();
	}

	/**
	 * Return how long it is until the deadline of the caller. It is a little more than
	 * that: the pool counts in milliseconds and gives up some microseconds early, and who
	 * has waited until the deadline is to see that it has passed.
	 */
	private static long millisLeft() {
		Deadline deadline = Deadline.current();
		return (deadline != null) ? deadline.remaining().toMillis() + 2 : Long.MAX_VALUE;
	}

	/**
	 * Called once for each connection, when the pool has it back.
	 */
	void returned(AdmittedConnection connection) {
		this.out.remove(connection);
		release();
	}

	private void release() {
		follow();
		this.gate.release();
	}

	private void follow() {
		int size = size(this.pool);
		if (size != this.gate.limit()) {
			this.gate.limit(size);
		}
	}

	/**
	 * Turn those away who wait, as the pool is about to close.
	 */
	void close() {
		this.gate.close();
	}

}
