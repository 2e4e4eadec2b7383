package io.coroutine.compatibility.transaction;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.coroutine.admission.AdmissionGate;
import io.coroutine.admission.AdmissionGates;
import io.coroutine.admission.AdmissionRejectedException.Reason;
import io.coroutine.admission.AdmissionSnapshot;
import io.coroutine.compatibility.Client;
import io.coroutine.compatibility.Mode;
import io.coroutine.compatibility.Service;
import io.coroutine.compatibility.Technology;
import io.coroutine.test.Eventually;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * JPA on a small pool behind its gate: at the start, with the persistence context open
 * for the whole of a request, and with transactions within others.
 */
class PoolGateTests {

	private static final int CLIENTS = 24;

	private static final int ROUNDS = 2;

	private static Service service;

	@BeforeAll
	static void start() {
		service = Service.start(Mode.EVENT_LOOP, MigratedBank.class, Set.of(Technology.JPA),
				List.of("spring.jpa.open-in-view=true", "spring.datasource.hikari.maximum-pool-size=4",
						"spring.datasource.generate-unique-name=true", "logging.level.org.apache.catalina=off",
						"coroutine.admission.classes.nested.paths=/accounts/bounded-*",
						"coroutine.admission.classes.nested.max-concurrent=3",
						"coroutine.admission.classes.nested.max-wait=1m"));
	}

	@AfterAll
	static void stop() {
		service.close();
	}

	@AfterEach
	void nothingIsLeft() {
		service.awaitNoCoroutine();
		HikariDataSource pool = service.bean(HikariDataSource.class);
		Eventually.until("no connection is out", () -> pool.getHikariPoolMXBean().getActiveConnections() == 0);
		Eventually.until("all permits are back",
				() -> service.bean(AdmissionGates.class)
					.list()
					.stream()
					.map(AdmissionGate::snapshot)
					.allMatch((gate) -> gate.inUse() == 0 && gate.queued() == 0));
	}

	private static AdmissionSnapshot poolGate() {
		return service.bean(AdmissionGates.class)
			.list()
			.stream()
			.filter((gate) -> gate.name().equals("dataSource"))
			.map(AdmissionGate::snapshot)
			.findFirst()
			.orElseThrow();
	}

	private static long waitedTooLong() {
		return poolGate().rejected().get(Reason.WAITED_TOO_LONG);
	}

	/**
	 * Have many clients ask at once, again and again.
	 * @return how many answers were 200
	 */
	private static int ask(Asking asking) throws Exception {
		AtomicInteger fine = new AtomicInteger();
		try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
			List<Future<?>> ends = new ArrayList<>();
			for (int i = 0; i < CLIENTS; i++) {
				int number = i;
				ends.add(clients.submit(() -> {
					try (Client client = service.client()) {
						for (int round = 0; round < ROUNDS; round++) {
							fine.addAndGet((asking.ask(client, number, round) == 200) ? 1 : 0);
						}
					}
					return null;
				}));
			}
			for (Future<?> end : ends) {
				end.get();
			}
		}
		return fine.get();
	}

	@Test
	void whenTheApplicationStartsThenMigrationsAndTheSchemaPassTheGate() throws Exception {
		assertThat(service.bean(Migration.class).connections).isEqualTo(2);
		assertThat(poolGate().admitted()).isGreaterThan(2);
		try (Client client = service.client()) {
			assertThat(client.get("/owners/nobody").text()).isEqualTo("[]");
		}
	}

	@Test
	void whenThePersistenceContextIsOpenForTheRequestThenManyShareFewConnections() throws Exception {
		try (Client client = service.client()) {
			client.postForm("/templates/shared", "rollback", "false");
			client.postForm("/bookings/shared", "amount", "7");
		}
		long before = waitedTooLong();
		int fine = ask((client, _, _) -> {
			assertThat(client.get("/bookings/shared").text()).isEqualTo("[7]");
			return 200;
		});
		assertThat(fine).isEqualTo(CLIENTS * ROUNDS);
		assertThat(waitedTooLong()).isEqualTo(before);
	}

	@Test
	void whenTransactionsWithinOthersAreFewerThanConnectionsThenAllSucceed() throws Exception {
		long before = waitedTooLong();
		int fine = ask((client, number, round) -> (number % 2 == 0)
				? client.postForm("/accounts/bounded-" + number + "-" + round, "failure", "none").code()
				: client.get("/owners/bounded").code());
		assertThat(fine).isEqualTo(CLIENTS * ROUNDS);
		assertThat(waitedTooLong()).isEqualTo(before);
	}

	@Test
	void whenTransactionsWithinOthersWantAllConnectionsThenEachEndsAndTheServiceGoesOn() throws Exception {
		HikariDataSource pool = service.bean(HikariDataSource.class);
		long timeout = pool.getConnectionTimeout();
		pool.getHikariConfigMXBean().setConnectionTimeout(250);
		try {
			ask((client, number, round) -> client.postForm("/accounts/free-" + number + "-" + round, "failure", "none")
				.code());
		}
		finally {
			pool.getHikariConfigMXBean().setConnectionTimeout(timeout);
		}
		try (Client client = service.client()) {
			assertThat(client.postForm("/accounts/afterwards", "failure", "none").code()).isEqualTo(200);
		}
	}

	private interface Asking {

		int ask(Client client, int number, int round) throws Exception;

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ BankApplication.class, Migration.class })
	static class MigratedBank {

	}

	/**
	 * Does what a tool for migrations does at the start: it locks with one connection and
	 * works with another.
	 */
	static class Migration implements InitializingBean {

		private final DataSource dataSource;

		private int connections;

		Migration(DataSource dataSource) {
			this.dataSource = dataSource;
		}

		@Override
		public void afterPropertiesSet() throws SQLException {
			try (Connection lock = this.dataSource.getConnection(); Connection work = this.dataSource.getConnection()) {
				lock.createStatement().execute("create table migrations (name varchar(100))");
				work.createStatement().execute("insert into migrations (name) values ('first')");
				this.connections = ((HikariDataSource) this.dataSource).getHikariPoolMXBean().getActiveConnections();
			}
		}

	}

}
