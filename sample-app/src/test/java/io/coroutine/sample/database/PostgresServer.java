package io.coroutine.sample.database;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * PostgreSQL.
 */
public final class PostgresServer implements DatabaseServer {

	/** For the start: generous, for busy machines. */
	private static final Duration PATIENCE = Duration.ofMinutes(3);

	/** Its files, if they outlive it. */
	private final Path directory;

	private EmbeddedPostgres postgres;

	public PostgresServer() throws IOException {
		this.directory = null;
		this.postgres = EmbeddedPostgres.builder().setPGStartupWait(PATIENCE).start();
	}

	/**
	 * Start a server that can be killed and started again.
	 * @param directory a directory for its files, which it leaves there
	 */
	public PostgresServer(Path directory) throws IOException {
		this.directory = directory;
		this.postgres = start(directory, freePort());
	}

	private static EmbeddedPostgres start(Path directory, int port) throws IOException {
		return EmbeddedPostgres.builder()
			.setDataDirectory(directory)
			.setCleanDataDirectory(false)
			.setPort(port)
			.setPGStartupWait(PATIENCE)
			.start();
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	/**
	 * Kill the server as the kernel does when it is out of memory, with all that its
	 * clients have under way. Nothing of it is left when this returns.
	 */
	public void kill() throws Exception {
		long pid = Long.parseLong(Files.readAllLines(this.directory.resolve("postmaster.pid")).getFirst());
		ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
		List<ProcessHandle> backends = postmaster.descendants().toList();
		postmaster.destroyForcibly();
		// They notice by themselves, and hold its shared memory until then
		for (ProcessHandle backend : backends) {
			backend.onExit().get(60, TimeUnit.SECONDS);
		}
		this.postgres.close();
	}

	/**
	 * Start the server again that was killed, with the same data on the same port.
	 */
	public void restart() throws IOException {
		this.postgres = start(this.directory, this.postgres.getPort());
	}

	@Override
	public String profile() {
		return "postgres";
	}

	@Override
	public String url() {
		return this.postgres.getJdbcUrl("postgres", "postgres");
	}

	@Override
	public String username() {
		return "postgres";
	}

	@Override
	public String password() {
		return "";
	}

	@Override
	public String sleepQuery() {
		return "select 1 from pg_sleep(60)";
	}

	@Override
	public int sleepers() throws SQLException {
		return sleepers("count(*)");
	}

	@Override
	public int killSleepers() throws SQLException {
		return sleepers("count(pg_terminate_backend(pid))");
	}

	private int sleepers(String what) throws SQLException {
		try (Connection connection = this.postgres.getPostgresDatabase().getConnection();
				Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery("select " + what + " from pg_stat_activity"
						+ " where state = 'active' and query like '%pg_sleep%' and pid <> pg_backend_pid()")) {
			result.next();
			return result.getInt(1);
		}
	}

	@Override
	public void close() throws IOException {
		this.postgres.close();
	}

}
