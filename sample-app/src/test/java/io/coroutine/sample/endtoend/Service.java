package io.coroutine.sample.endtoend;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import io.coroutine.CoroutineRuntime;
import io.coroutine.sample.SampleApplication;
import io.coroutine.sample.database.DatabaseServer;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The sample, running on a port of its own.
 */
final class Service implements AutoCloseable {

	/**
	 * Time-outs for busy machines: no test wants to see these pass.
	 */
	private static final List<String> PATIENT = List.of("--spring.http.clients.connect-timeout=1m",
			"--spring.http.clients.read-timeout=1m", "--server.tomcat.connection-timeout=2m");

	private final ConfigurableApplicationContext context;

	private Service(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/**
	 * Start a service whose inventory is another one.
	 */
	static Service start(DatabaseServer database, Service inventory, String... arguments) {
		List<String> all = new ArrayList<>(List.of(arguments));
		all.add("--spring.profiles.active=" + database.profile());
		all.add("--spring.datasource.url=" + database.url());
		all.add("--spring.datasource.username=" + database.username());
		all.add("--spring.datasource.password=" + database.password());
		all.add("--inventory.base-url=http://localhost:" + inventory.port());
		return run(all);
	}

	/**
	 * Start a service on an embedded database.
	 */
	static Service startInventory() {
		return run(new ArrayList<>());
	}

	/**
	 * Start a service on an embedded database whose inventory is another one.
	 */
	static Service startOnH2(Service inventory) {
		return run(new ArrayList<>(List.of("--inventory.base-url=http://localhost:" + inventory.port())));
	}

	/**
	 * Start a service on an embedded database, in a profile, that asks a server of the
	 * test about the inventory.
	 */
	static Service startInProfile(String profile, URI inventory, String... arguments) {
		List<String> all = new ArrayList<>(List.of(arguments));
		all.add("--spring.profiles.active=" + profile);
		return startWith(inventory, all.toArray(String[]::new));
	}

	/**
	 * Start a service on an embedded database that asks a server of the test about the
	 * inventory.
	 */
	static Service startWith(URI inventory, String... arguments) {
		List<String> all = new ArrayList<>(List.of(arguments));
		all.add("--inventory.base-url=" + inventory);
		return run(all);
	}

	private static Service run(List<String> arguments) {
		arguments.add("--server.port=0");
		arguments.addAll(PATIENT);
		return new Service(new SpringApplicationBuilder(SampleApplication.class, MonitoringProbe.class,
				Probe.CoroutineFilter.class, Probe.QueryController.class, Probe.ShortLivedConnections.class)
			.run(arguments.toArray(String[]::new)));
	}

	int port() {
		return this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	CoroutineRuntime runtime() {
		return this.context.getBean(CoroutineRuntime.class);
	}

	Probe.CoroutineFilter filter() {
		return this.context.getBean(Probe.CoroutineFilter.class);
	}

	Probe.QueryController queries() {
		return this.context.getBean(Probe.QueryController.class);
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	/**
	 * Wait until the pool has all of its connections and nobody uses one.
	 */
	void awaitFullPool() throws Exception {
		HikariDataSource pool = bean(HikariDataSource.class);
		Await.until(() -> pool.getHikariPoolMXBean().getIdleConnections() == pool.getMaximumPoolSize());
	}

	@Override
	public void close() {
		this.context.close();
	}

}
