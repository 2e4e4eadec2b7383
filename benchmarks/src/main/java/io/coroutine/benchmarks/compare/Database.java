package io.coroutine.benchmarks.compare;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;

import io.coroutine.benchmarks.support.BenchmarkException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * A PostgreSQL server with one database for each mode, so that modes share nothing but
 * the server. It stops when this process ends.
 */
public final class Database implements AutoCloseable {

	private static final String USER = "postgres";

	private final EmbeddedPostgres postgres;

	private final String version;

	/**
	 * Start the server.
	 * @param modes those that have a database
	 */
	public Database(Collection<Mode> modes) {
		try {
			// Each mode has a pool of its own
			this.postgres = EmbeddedPostgres.builder().setServerConfig("max_connections", "500").start();
			try (Connection connection = this.postgres.getPostgresDatabase().getConnection();
					Statement statement = connection.createStatement()) {
				this.version = connection.getMetaData().getDatabaseProductVersion();
				for (Mode mode : modes) {
					statement.execute("create database " + mode);
				}
			}
		}
		catch (IOException | SQLException ex) {
			throw new BenchmarkException("Cannot start PostgreSQL: " + ex.getMessage(), ex);
		}
	}

	public String version() {
		return this.version;
	}

	/**
	 * Return where the database of a mode is.
	 * @param mode the mode
	 * @return the URL for JDBC
	 */
	public String url(Mode mode) {
		return "jdbc:postgresql://%s:%d/%s".formatted(Servers.HOST, this.postgres.getPort(), mode);
	}

	public String user() {
		return USER;
	}

	@Override
	public void close() {
		try {
			this.postgres.close();
		}
		catch (IOException ex) {
			System.err.println("PostgreSQL did not stop: " + ex.getMessage());
		}
	}

}
