package io.coroutine.sample.endtoend;

import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.coroutine.Engine;
import io.coroutine.sample.database.DatabaseServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The whole way: client, connector, Spring MVC, JDBC to a real database, another service.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AbstractEndToEndTests {

	private static final int CONCURRENT = 2_000;

	/**
	 * All requests wait for one of ten connections. All clients connect at once: the
	 * default backlog of 100 would have the kernel refuse some, with stock Boot as well.
	 */
	private static final String[] CROWDED = { "--spring.datasource.hikari.connection-timeout=120000",
			"--server.tomcat.accept-count=" + CONCURRENT };

	private DatabaseServer database;

	private Service inventory;

	abstract DatabaseServer startDatabase() throws Exception;

	@BeforeAll
	void start() throws Exception {
		this.database = startDatabase();
		this.inventory = Service.startInventory();
	}

	@AfterAll
	void stop() throws Exception {
		this.inventory.close();
		this.database.close();
	}

	@Test
	void whenThousandsOfRequestsAtOnceThenEachHasItsCoroutineAndItsAnswer() throws Exception {
		try (Service service = Service.start(this.database, this.inventory, CROWDED);
				Client client = new Client(service)) {
			assertThat(service.runtime().engine()).isEqualTo(Engine.EVENT_LOOP);
			List<HttpResponse<String>> placed = client.all(CONCURRENT, (i) -> client.post("/orders", """
					{"customer":"Customer %d","sku":"tea-%d","quantity":%d}""".formatted(i, i, 1 + i % 9)));
			Set<String> locations = new HashSet<>();
			for (int i = 0; i < CONCURRENT; i++) {
				HttpResponse<String> response = placed.get(i);
				assertThat(response.statusCode()).isEqualTo(201);
				assertThat(response.body()).contains("\"customer\":\"Customer %d\"".formatted(i),
						"\"sku\":\"tea-%d\"".formatted(i), "\"quantity\":%d,".formatted(1 + i % 9));
				locations.add(response.headers().firstValue("Location").orElseThrow());
			}
			assertThat(locations).hasSize(CONCURRENT);
			List<HttpResponse<String>> fetched = client.all(CONCURRENT,
					(i) -> client.get("/orders/" + id(placed.get(i))));
			for (int i = 0; i < CONCURRENT; i++) {
				assertThat(fetched.get(i).statusCode()).isEqualTo(200);
				assertThat(fetched.get(i).body()).isEqualTo(placed.get(i).body());
			}
			assertThat(client.all(CONCURRENT, (i) -> client.get("/products/tea-assam/availability"))).allSatisfy(
					(response) -> assertThat(response.body()).isEqualTo("{\"sku\":\"tea-assam\",\"available\":42}"));
			assertThat(client.all(CONCURRENT, (i) -> client.get("/products/tea-assam/lead-time")))
				.allSatisfy((response) -> assertThat(response.body()).isEqualTo("{\"sku\":\"tea-assam\",\"days\":2}"));
			assertThat(service.filter().withoutCoroutine()).isZero();
			assertThat(service.filter().withForeignThreadLocal()).isZero();
			assertThat(service.filter().requests()).isEqualTo(4 * CONCURRENT);
			assertThat(service.filter().distinctCoroutines()).isEqualTo(4 * CONCURRENT);
			Await.until(() -> service.runtime().snapshot().live() == 0);
		}
	}

	@Test
	void whenServiceHasStoppedThenNoDescriptorIsLeft() throws Exception {
		try (Service service = Service.start(this.database, this.inventory, CROWDED)) {
			load(service);
			long served = settledDescriptors();
			load(service);
			awaitDescriptors(served);
		}
		long stopped = settledDescriptors();
		try (Service service = Service.start(this.database, this.inventory, CROWDED)) {
			load(service);
		}
		awaitDescriptors(stopped);
	}

	@Test
	void whenDatabaseEndsTheConnectionInMidQueryThenTheRequestFailsAndTheNextSucceeds() throws Exception {
		try (Service service = Service.start(this.database, this.inventory, CROWDED);
				Client client = new Client(service)) {
			var answers = Stream.generate(() -> client.query(this.database.sleepQuery())).limit(5).toList();
			// One whose query comes later would be left alone
			Await.until(() -> this.database.sleepers() == 5);
			assertThat(this.database.killSleepers()).isEqualTo(5);
			for (var answer : answers) {
				assertThat(answer.get(60, TimeUnit.SECONDS).statusCode()).isGreaterThanOrEqualTo(500);
			}
			assertThat(client.get("/orders/1").get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
			Await.until(() -> service.runtime().snapshot().live() == 0);
		}
	}

	@Test
	void whenDeadlinePassesInMidQueryThenTheDatabaseIsToldAndTheConnectionServesTheNext() throws Exception {
		try (Service service = Service.start(this.database, this.inventory, "--coroutine.deadline.header.accept=true");
				Client client = new Client(service)) {
			assertThat(client.queryWithin(300, this.database.sleepQuery()).get(60, TimeUnit.SECONDS).statusCode())
				.isEqualTo(503);
			Await.until(() -> this.database.sleepers() == 0);
			assertThat(client.get("/orders/1").get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
			Await.until(() -> service.runtime().snapshot().live() == 0);
		}
	}

	@Test
	void whenDatabaseIsStoppedInMidQueryThenRequestsFailAndNothingIsStuck() throws Exception {
		try (DatabaseServer doomed = startDatabase();
				Service service = Service.start(doomed, this.inventory,
						"--spring.datasource.hikari.connection-timeout=2000");
				Client client = new Client(service)) {
			service.awaitFullPool();
			var answers = Stream.generate(() -> client.query(doomed.sleepQuery())).limit(5).toList();
			Await.until(() -> doomed.sleepers() == 5);
			doomed.close();
			for (var answer : answers) {
				assertThat(answer.get(60, TimeUnit.SECONDS).statusCode()).isGreaterThanOrEqualTo(500);
			}
			assertThat(client.all(20, (i) -> client.get("/orders/1")))
				.allSatisfy((response) -> assertThat(response.statusCode()).isEqualTo(503));
			assertThat(client.get("/hello").get(60, TimeUnit.SECONDS).body()).isEqualTo("Hello, world");
			Await.until(() -> service.runtime().snapshot().live() == 0);
		}
	}

	/**
	 * Have a service do something, until it has nothing to do and all the connections of
	 * its pool.
	 */
	private static void load(Service service) throws Exception {
		try (Client client = new Client(service)) {
			client.all(200, (i) -> client.get("/orders/1/availability"));
			client.all(200, (i) -> client.get("/products/tea-assam/lead-time"));
		}
		Await.until(() -> service.runtime().snapshot().live() == 0);
		service.awaitFullPool();
	}

	/**
	 * Wait until no more descriptors are closed: those of idle connections are, after a
	 * while, and those of sockets that nobody refers to.
	 */
	private static long settledDescriptors() throws Exception {
		long least = Long.MAX_VALUE;
		int unchanged = 0;
		while (unchanged < 8) {
			System.gc();
			Thread.sleep(300);
			long now = Resources.openDescriptors();
			unchanged = (now < least) ? 0 : unchanged + 1;
			least = Math.min(now, least);
		}
		return least;
	}

	/**
	 * Wait until there are no more descriptors than so many.
	 */
	private static void awaitDescriptors(long most) throws Exception {
		Await.until(() -> {
			if (Resources.openDescriptors() <= most) {
				return true;
			}
			System.gc();
			return false;
		});
	}

	private static String id(HttpResponse<String> placed) {
		String location = placed.headers().firstValue("Location").orElseThrow();
		return location.substring(location.lastIndexOf('/') + 1);
	}

}
