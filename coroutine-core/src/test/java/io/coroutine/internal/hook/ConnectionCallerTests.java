package io.coroutine.internal.hook;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.logging.Logger;

import io.coroutine.snapshot.SocketKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ConnectionCallerTests {

	@ParameterizedTest
	@CsvSource({ "org.postgresql.core.PGStream, JDBC", "com.mysql.cj.protocol.StandardSocketFactory, JDBC",
			"org.mariadb.jdbc.client.impl.ConnectionHelper, JDBC", "com.zaxxer.hikari.pool.HikariPool, JDBC",
			"sun.net.www.http.HttpClient, HTTP_OUT",
			"org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator, HTTP_OUT",
			"okhttp3.internal.connection.RealConnection, HTTP_OUT", "java.net.Socket, OTHER",
			"com.example.Client, OTHER", "redis.clients.jedis.Connection, OTHER" })
	void whenClassIsKnownThenItTellsTheKind(String className, SocketKind kind) {
		assertThat(ConnectionCaller.kindOf(className)).isEqualTo(kind);
	}

	@Test
	void whenNoCallerIsKnownThenKindIsOther() {
		assertThat(ConnectionCaller.kind()).isEqualTo(SocketKind.OTHER);
	}

	@Test
	void whenADriverConnectsThenKindIsJdbc() throws Exception {
		SocketKind[] seen = new SocketKind[1];
		Driver driver = new AskingDriver(() -> seen[0] = ConnectionCaller.kind());
		DriverManager.registerDriver(driver);
		try {
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> DriverManager.getConnection("jdbc:asking:"))
				.withMessageContaining("No suitable driver");
		}
		finally {
			DriverManager.deregisterDriver(driver);
		}
		assertThat(seen[0]).isEqualTo(SocketKind.JDBC);
	}

	/** Asks when it is to connect, and then does not. */
	private record AskingDriver(Callable<SocketKind> question) implements Driver {

		@Override
		public Connection connect(String url, Properties info) throws SQLException {
			try {
				this.question.call();
			}
			catch (Exception ex) {
				throw new SQLException(ex);
			}
			return null;
		}

		@Override
		public boolean acceptsURL(String url) {
			return url.startsWith("jdbc:asking:");
		}

		@Override
		public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
			return new DriverPropertyInfo[0];
		}

		@Override
		public int getMajorVersion() {
			return 1;
		}

		@Override
		public int getMinorVersion() {
			return 0;
		}

		@Override
		public boolean jdbcCompliant() {
			return false;
		}

		@Override
		public Logger getParentLogger() {
			return Logger.getGlobal();
		}

	}

}
