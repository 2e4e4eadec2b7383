package io.coroutine.sample.endtoend;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariDataSource;
import io.coroutine.admission.AdmissionGate;
import io.coroutine.admission.AdmissionGates;
import io.coroutine.admission.AdmissionRejectedException.Reason;
import io.coroutine.admission.AdmissionSnapshot;
import io.coroutine.sample.database.DatabaseServer;
import io.coroutine.sample.database.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Thousands of requests want the ten connections to PostgreSQL.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OverloadTests {

	private static final int CONCURRENT = 2_000;

	/** Clients that ask again and again. */
	private static final int CROWD = 300;

	private static final String SLOW = "select 1 from pg_sleep(0.005)";

	private DatabaseServer database;

	private Service inventory;

	@BeforeAll
	void start() throws Exception {
		this.database = new PostgresServer();
		this.inventory = Service.startInventory();
	}

	@AfterAll
	void stop() throws Exception {
		this.inventory.close();
		this.database.close();
	}

	@Test
	void whenAllMayWaitThenAllAreServedAndNobodyWaitsInThePool() throws Exception {
		try (Service service = start(this.database, "coroutine.datasource.admission.max-wait=120s");
				Client client = new Client(service)) {
			assertThat(client.all(CONCURRENT, (i) -> client.query(SLOW)))
				.allSatisfy((response) -> assertThat(response.statusCode()).isEqualTo(200));
			AdmissionSnapshot gate = gate(service).snapshot();
			assertThat(gate.admitted()).isGreaterThanOrEqualTo(CONCURRENT);
			assertThat(gate.waited()).isPositive();
			assertThat(gate.rejected().values()).containsOnly(0L);
			assertBackAtTheStart(service);
		}
	}

	@Test
	void whenFewMayWaitThenTheOthersAreToldToTryAgainAndServiceGoesOn() throws Exception {
		try (Service service = start(this.database, "coroutine.datasource.admission.queue-limit=50",
				"coroutine.datasource.admission.max-wait=120s"); Client client = new Client(service)) {
			List<Connection> all = takeAll(service);
			List<CompletableFuture<HttpResponse<String>>> answers = ask(client, CONCURRENT, SLOW);
			Await.until(() -> gate(service).snapshot().rejected().get(Reason.QUEUE_FULL) == CONCURRENT - 50);
			for (Connection connection : all) {
				connection.close();
			}
			int served = 0;
			for (CompletableFuture<HttpResponse<String>> answer : answers) {
				HttpResponse<String> response = answer.get(120, TimeUnit.SECONDS);
				if (response.statusCode() == 200) {
					served++;
				}
				else {
					assertThat(response.statusCode()).isEqualTo(503);
					assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
				}
			}
			assertThat(served).isEqualTo(50);
			assertBackAtTheStart(service);
			assertThat(client.query(SLOW).get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
		}
	}

	@Test
	void whenThePoolIsResizedUnderLoadThenAllAreServed() throws Exception {
		try (Service service = start(this.database, "coroutine.datasource.admission.max-wait=120s");
				Client client = new Client(service)) {
			List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
			HikariDataSource pool = service.bean(HikariDataSource.class);
			for (int i = 0; i < CONCURRENT; i++) {
				answers.add(client.query(SLOW));
				if (i % 100 == 0) {
					pool.getHikariConfigMXBean().setMaximumPoolSize(2 + (i / 100) % 10);
				}
			}
			for (CompletableFuture<HttpResponse<String>> answer : answers) {
				assertThat(answer.get(120, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
			}
			assertThat(gate(service).limit()).isEqualTo(pool.getMaximumPoolSize());
			assertBackAtTheStart(service);
		}
	}

	@Test
	void whenClientsLeaveWhileTheyAreQueuedThenTheirPlacesAreFreeAndTheirWorkIsNotDone() throws Exception {
		try (Service service = start(this.database, "coroutine.datasource.admission.max-wait=120s")) {
			Client impatient = new Client(service);
			List<Connection> all = takeAll(service);
			ask(impatient, 500, SLOW);
			Await.until(() -> gate(service).snapshot().queued() == 500);
			long admitted = gate(service).snapshot().admitted();
			impatient.abandon();
			Await.until(() -> service.runtime().snapshot().live() == 0);
			assertThat(gate(service).snapshot().queued()).isZero();
			assertThat(gate(service).snapshot().admitted()).isEqualTo(admitted);
			for (Connection connection : all) {
				connection.close();
			}
			assertBackAtTheStart(service);
			try (Client client = new Client(service)) {
				assertThat(client.query(SLOW).get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
			}
		}
	}

	@Test
	void whenDatabaseIsKilledUnderLoadThenAllAreAnsweredAndNothingIsStuck() throws Exception {
		try (DatabaseServer doomed = new PostgresServer();
				Service service = start(doomed, "spring.datasource.hikari.connection-timeout=2000");
				Client client = new Client(service)) {
			service.awaitFullPool();
			List<CompletableFuture<HttpResponse<String>>> answers = ask(client, 10, doomed.sleepQuery());
			Await.until(() -> doomed.sleepers() == 10);
			answers.addAll(ask(client, CONCURRENT - 10, SLOW));
			Await.until(() -> gate(service).snapshot().queued() > 0);
			doomed.close();
			for (CompletableFuture<HttpResponse<String>> answer : answers) {
				assertThat(answer.get(120, TimeUnit.SECONDS).statusCode()).isIn(200, 500, 503);
			}
			assertBackAtTheStart(service);
			assertThat(client.get("/hello").get(60, TimeUnit.SECONDS).body()).isEqualTo("Hello, world");
		}
	}

	@Test
	void whenDatabaseIsKilledAndRestartedUnderLoadThenThroughputIsBackAndNothingIsLost(@TempDir Path files)
			throws Exception {
		try (PostgresServer doomed = new PostgresServer(files.resolve("postgres"));
				Service service = start(doomed, "spring.datasource.hikari.connection-timeout=2000",
						"coroutine.datasource.admission.max-wait=60s", "coroutine.deadline.header.accept=true")) {
			try (Crowd warmUp = new Crowd(service, SLOW)) {
				warmUp.start(CROWD);
				warmUp.awaitServed(500);
			}
			Resources before = Resources.atRest(service);
			try (Crowd crowd = new Crowd(service, SLOW)) {
				crowd.start(CROWD);
				crowd.awaitServed(500);
				doomed.kill();
				crowd.awaitTurnedAway(1);
				doomed.restart();
				crowd.awaitServed(500);
			}
			Await.until(() -> Resources.of(service).isBackAt(before));
		}
	}

	private Service start(DatabaseServer server, String... properties) {
		List<String> arguments = new ArrayList<>();
		arguments.add("--server.tomcat.accept-count=" + CONCURRENT);
		for (String property : properties) {
			arguments.add("--" + property);
		}
		return Service.start(server, this.inventory, arguments.toArray(String[]::new));
	}

	private static List<Connection> takeAll(Service service) throws SQLException {
		HikariDataSource pool = service.bean(HikariDataSource.class);
		List<Connection> connections = new ArrayList<>();
		for (int i = 0; i < pool.getMaximumPoolSize(); i++) {
			connections.add(pool.getConnection());
		}
		return connections;
	}

	private static List<CompletableFuture<HttpResponse<String>>> ask(Client client, int times, String sql) {
		List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
		for (int i = 0; i < times; i++) {
			answers.add(client.query(sql));
		}
		return answers;
	}

	private static AdmissionGate gate(Service service) {
		return service.bean(AdmissionGates.class).list().getFirst();
	}

	private static void assertBackAtTheStart(Service service) throws Exception {
		Await.until(() -> service.runtime().snapshot().live() == 0);
		assertThat(gate(service).snapshot().inUse()).isZero();
		assertThat(gate(service).snapshot().queued()).isZero();
		assertThat(service.bean(HikariDataSource.class).getHikariPoolMXBean().getActiveConnections()).isZero();
		assertThat(service.bean(HikariDataSource.class).getHikariPoolMXBean().getThreadsAwaitingConnection()).isZero();
	}

}
