package io.coroutine.benchmarks.overload;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import io.coroutine.benchmarks.compare.Database;
import io.coroutine.benchmarks.compare.Http;
import io.coroutine.benchmarks.compare.Mode;
import io.coroutine.benchmarks.support.BenchmarkException;
import io.coroutine.benchmarks.support.ChildProcess;
import io.coroutine.benchmarks.support.JavaCommand;

/**
 * The sample in one mode, on a database of its own in which each query for orders takes 5
 * ms.
 */
final class Sample implements AutoCloseable {

	private static final String HOST = "127.0.0.1";

	private final ChildProcess process;

	private final URI base;

	private Sample(ChildProcess process, URI base) {
		this.process = process;
		this.base = base;
	}

	static Sample start(Path jar, Mode mode, OverloadOptions options, Database database, URI downstream, Path logs)
			throws InterruptedException {
		int port = freePort();
		List<String> line = new ArrayList<>(List.of(JavaCommand.executable(), "-Xmx768m", "-XX:+UseG1GC", "-jar",
				jar.toString(), "--spring.profiles.active=postgres", "--server.address=" + HOST,
				"--server.port=" + port, "--server.tomcat.max-keep-alive-requests=-1",
				"--server.tomcat.accept-count=" + options.clients(), "--spring.datasource.url=" + database.url(mode),
				"--spring.datasource.username=" + database.user(),
				"--spring.datasource.hikari.maximum-pool-size=" + OverloadOptions.POOL_SIZE,
				"--inventory.base-url=" + downstream, "--inventory.max-connections=" + 2 * options.hanging(),
				"--spring.http.clients.read-timeout=30s"));
		line.addAll(mode.arguments());
		if (mode.isOnCoroutines()) {
			line.addAll(options.coroutineArguments());
		}
		Sample sample = new Sample(ChildProcess.start(mode.toString(), logs, line),
				URI.create("http://%s:%d".formatted(HOST, port)));
		try (Http http = new Http()) {
			http.awaitSuccess(sample.process, sample.uri("/hello"));
			slowDown(database.url(mode), database.user());
			http.awaitSuccess(sample.process, sample.uri("/orders/1"));
		}
		return sample;
	}

	/**
	 * Have a view with a pause in place of the table.
	 */
	private static void slowDown(String url, String user) {
		try (Connection connection = DriverManager.getConnection(url, user, "");
				Statement statement = connection.createStatement()) {
			statement.execute("alter table orders rename to all_orders");
			statement.execute("create view orders as select o.* from pg_sleep(0.005), all_orders o");
		}
		catch (SQLException ex) {
			throw new BenchmarkException("The table cannot be made slow: " + ex.getMessage(), ex);
		}
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral(HOST))) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new BenchmarkException("No free port: " + ex.getMessage(), ex);
		}
	}

	URI uri(String path) {
		return this.base.resolve(path);
	}

	void requireAlive() {
		this.process.requireAlive();
	}

	@Override
	public void close() {
		this.process.close();
	}

}
