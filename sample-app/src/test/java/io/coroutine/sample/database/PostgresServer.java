package io.coroutine.sample.database;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * PostgreSQL.
 */
public final class PostgresServer implements DatabaseServer {

	private final EmbeddedPostgres postgres;

	public PostgresServer() throws IOException {
		this.postgres = EmbeddedPostgres.start();
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
	public int killSleepers() throws SQLException {
		try (Connection connection = this.postgres.getPostgresDatabase().getConnection();
				Statement statement = connection.createStatement();
				ResultSet result = statement
					.executeQuery("select count(pg_terminate_backend(pid)) from pg_stat_activity"
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
