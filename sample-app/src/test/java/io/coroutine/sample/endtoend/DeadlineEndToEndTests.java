package io.coroutine.sample.endtoend;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import com.zaxxer.hikari.HikariDataSource;
import io.coroutine.CoroutineRuntime;
import io.coroutine.admission.AdmissionGate;
import io.coroutine.admission.AdmissionGates;
import io.coroutine.sample.database.PostgresServer;
import io.coroutine.scope.CoroutineScope;
import io.coroutine.spring.deadline.WithDeadline;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Deadlines with a real database and a real other service.
 */
class DeadlineEndToEndTests {

	private static PostgresServer database;

	private static ConfigurableApplicationContext context;

	private static SilentServer silent;

	private static HttpClient client;

	@BeforeAll
	static void start() throws Exception {
		database = new PostgresServer();
		silent = new SilentServer();
		client = HttpClient.newHttpClient();
		context = new SpringApplicationBuilder(Application.class).run("--server.port=0",
				"--spring.datasource.url=" + database.url(), "--spring.datasource.username=" + database.username(),
				"--spring.datasource.hikari.maximum-pool-size=4", "--coroutine.deadline.header.accept=true",
				"--coroutine.deadline.header.send=true", "--logging.level.io.coroutine.spring.deadline=debug",
				"--silent=http://localhost:" + silent.port());
		jdbc().execute("create table step (id serial primary key, request int not null)");
		jdbc().execute("create table slow (request int not null)");
		jdbc().execute("create function linger() returns trigger language plpgsql as"
				+ " $$ begin perform pg_sleep(0.3); return null; end $$");
		jdbc().execute("create constraint trigger linger after insert on slow deferrable initially deferred"
				+ " for each row execute function linger()");
	}

	@AfterAll
	static void stop() throws Exception {
		client.close();
		context.close();
		silent.close();
		database.close();
	}

	/**
	 * All counts are back where they began, and the pool works.
	 */
	@AfterEach
	void nothingIsLeft() throws Exception {
		eventually("select count(*) from pg_stat_activity where backend_type = 'client backend' and state <> 'idle'"
				+ " and pid <> pg_backend_pid()", 0);
		HikariDataSource pool = context.getBean(HikariDataSource.class);
		Await.until(() -> pool.getHikariPoolMXBean().getActiveConnections() == 0
				&& context.getBean(CoroutineRuntime.class).snapshot().live() == 0);
		assertThat(get("/one", null).body()).isEqualTo("1");
	}

	private static JdbcTemplate jdbc() {
		return context.getBean(JdbcTemplate.class);
	}

	private static void eventually(String count, int expected) throws Exception {
		Await.until(() -> jdbc().queryForObject(count, Integer.class) == expected);
	}

	/**
	 * Return which process of the database serves the connection that is free.
	 */
	private static int backend() {
		return jdbc().queryForObject("select pg_backend_pid()", Integer.class);
	}

	private static List<Connection> take(int count) throws Exception {
		List<Connection> connections = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			connections.add(context.getBean(HikariDataSource.class).getConnection());
		}
		return connections;
	}

	private static HttpResponse<String> get(String path, Object millis) throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(
				URI.create("http://localhost:" + context.getEnvironment().getProperty("local.server.port") + path));
		if (millis != null) {
			request.header("X-Deadline-Millis", millis.toString());
		}
		return client.send(request.timeout(Duration.ofSeconds(60)).build(), HttpResponse.BodyHandlers.ofString());
	}

	@Test
	void whenInAStatementThenItIsCancelledInTheDatabaseAndTheConnectionStays() throws Exception {
		// So there is one connection for the request, and that after it
		List<Connection> others = take(context.getBean(HikariDataSource.class).getMaximumPoolSize() - 1);
		int backend = backend();
		HttpResponse<String> answer = get("/query", 200);
		assertThat(answer.statusCode()).isEqualTo(503);
		assertThat(answer.body()).contains("\"status\":503");
		eventually("select count(*) from pg_stat_activity where query like '%pg_sleep%' and state = 'active'"
				+ " and pid <> pg_backend_pid()", 0);
		assertThat(backend()).isEqualTo(backend);
		for (Connection other : others) {
			other.close();
		}
	}

	@Test
	void whenAnnotatedThenTheRequestHasTheDeadlineOfTheMethod() throws Exception {
		assertThat(get("/annotated", null).statusCode()).isEqualTo(503);
	}

	@Test
	void whenChildrenAreInStatementsThenAllAreCancelled() throws Exception {
		assertThat(get("/children", 200).statusCode()).isEqualTo(503);
	}

	@Test
	void whenTheCallerHasNoTimeLeftThenNothingIsDone() throws Exception {
		assertThat(get("/one", 0).statusCode()).isEqualTo(503);
		assertThat(get("/one", "nonsense").body()).isEqualTo("1");
	}

	@Test
	void whenItPassesAtAnyStepOfATransactionThenThatIsRolledBackOrDone() throws Exception {
		int before = jdbc().queryForObject("select count(*) from step", Integer.class);
		int done = 0;
		for (int i = 0; i < 60; i++) {
			int status = get("/transaction?request=" + i, ThreadLocalRandom.current().nextInt(1, 60)).statusCode();
			assertThat(status).isIn(200, 503);
			done += (status == 200) ? 1 : 0;
		}
		List<Integer> cut = jdbc().queryForList("select request from step group by request having count(*) <> 3",
				Integer.class);
		assertThat(cut).isEmpty();
		assertThat(jdbc().queryForObject("select count(*) from step", Integer.class))
			.isGreaterThanOrEqualTo(before + 3 * done);
	}

	@ParameterizedTest
	@ValueSource(strings = { "statement", "between", "heedless" })
	void whenItPassesAtAStepBeforeTheCommitThenNothingIsDone(String step) throws Exception {
		assertThat(get("/steps/" + step, 200).statusCode()).isEqualTo(503);
		assertThat(jdbc().queryForObject("select count(*) from step where request < 0", Integer.class)).isZero();
	}

	@Test
	void whenItPassesInTheCommitThenThatIsDone() throws Exception {
		int status = get("/commit", 200).statusCode();
		// On a machine that is very busy it may pass before the commit, or the commit may
		// take so long that it is cut off, of which nobody can tell whether it is done
		assertThat(status).isIn(200, 503);
		assertThat(jdbc().queryForObject("select count(*) from slow", Integer.class)).isBetween((status == 200) ? 1 : 0,
				1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/one", "/transaction?request=-1" })
	void whenItPassesInTheWaitForAConnectionThenThePlaceIsFree(String path) throws Exception {
		AdmissionGate gate = context.getBean(AdmissionGates.class).list().getFirst();
		List<Connection> all = take(context.getBean(HikariDataSource.class).getMaximumPoolSize());
		long admitted = gate.snapshot().admitted();
		assertThat(get(path, 200).statusCode()).isEqualTo(503);
		Await.until(() -> context.getBean(CoroutineRuntime.class).snapshot().live() == 0);
		assertThat(gate.snapshot().queued()).isZero();
		assertThat(gate.snapshot().admitted()).isEqualTo(admitted);
		for (Connection connection : all) {
			connection.close();
		}
		assertThat(gate.snapshot().inUse()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/template", "/client" })
	void whenAnotherServiceIsSilentThenItsCallEndsAndTheConnectionIsClosed(String path) throws Exception {
		silent.calls().clear();
		long millis = 300;
		int status = get(path, millis).statusCode();
		SilentServer.Call call = silent.calls().poll(1, TimeUnit.SECONDS);
		// On a machine that is very busy the time may be over before the call is made
		while (call == null) {
			assertThat(status).isIn(503, 504);
			millis *= 4;
			assertThat(millis).as("milliseconds for a call").isLessThan(60_000);
			status = get(path, millis).statusCode();
			call = silent.calls().poll(1, TimeUnit.SECONDS);
		}
		assertThat(status).isEqualTo(504);
		assertThat(call.millis()).isBetween(1L, millis);
		assertThat(call.closed().get(30, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void whenAPartOfTheAnswerIsSentThenTheConnectionIsClosed() throws Exception {
		long millis = 100;
		// On a machine that is very busy the time may be over before a part is sent
		while (isAnswered("/committed", millis)) {
			millis *= 4;
			assertThat(millis).as("milliseconds for a part of the answer").isLessThan(60_000);
		}
	}

	/**
	 * Tell whether there is an answer that says that it is too late, or else the end of
	 * the connection.
	 */
	private static boolean isAnswered(String path, long millis) throws Exception {
		try {
			assertThat(get(path, millis).statusCode()).isEqualTo(503);
			return true;
		}
		catch (HttpTimeoutException ex) {
			throw ex;
		}
		catch (IOException ex) {
			return false;
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Controller.class)
	static class Application {

	}

	@RestController
	static class Controller {

		private final JdbcTemplate jdbc;

		private final TransactionTemplate transactions;

		private final RestTemplate template;

		private final RestClient client;

		Controller(JdbcTemplate jdbc, PlatformTransactionManager transactions, RestTemplateBuilder template,
				RestClient.Builder client, Environment environment) {
			String silent = environment.getRequiredProperty("silent");
			this.jdbc = jdbc;
			this.transactions = new TransactionTemplate(transactions);
			this.template = template.rootUri(silent).build();
			this.client = client.baseUrl(silent).build();
		}

		@GetMapping("/one")
		int one() {
			return this.jdbc.queryForObject("select 1", Integer.class);
		}

		@GetMapping("/query")
		int query() {
			return this.jdbc.queryForObject("select 1 from pg_sleep(60)", Integer.class);
		}

		@GetMapping("/annotated")
		@WithDeadline("${deadline:200ms}")
		int annotated() {
			return query();
		}

		@GetMapping("/children")
		int children() throws Exception {
			try (CoroutineScope scope = CoroutineScope.open()) {
				scope.fork(this::query);
				scope.fork(this::query);
				scope.joinAll();
			}
			return 2;
		}

		@GetMapping("/transaction")
		String transaction(@RequestParam int request) {
			return this.transactions.execute((status) -> {
				for (int i = 0; i < 3; i++) {
					this.jdbc.queryForObject("select 1 from pg_sleep(0.01)", Integer.class);
					this.jdbc.update("insert into step (request) values (?)", request);
				}
				return "done";
			});
		}

		@GetMapping("/steps/{step}")
		String step(@PathVariable String step) {
			return this.transactions.execute((status) -> {
				this.jdbc.update("insert into step (request) values (-1)");
				switch (step) {
					case "statement" -> query();
					case "between" -> LockSupport.parkNanos(TimeUnit.MINUTES.toNanos(1));
					default -> {
						ignoreTheInterrupt();
						return "committed";
					}
				}
				this.jdbc.update("insert into step (request) values (-2)");
				return "done";
			});
		}

		/**
		 * Wait for the interrupt, and go on as if nothing had been.
		 */
		private static void ignoreTheInterrupt() {
			while (!Thread.interrupted()) {
				LockSupport.park();
			}
		}

		@GetMapping("/commit")
		String commit() {
			return this.transactions.execute((status) -> {
				this.jdbc.update("insert into slow (request) values (1)");
				return "done";
			});
		}

		@GetMapping("/template")
		String template() {
			return this.template.getForObject("/", String.class);
		}

		@GetMapping("/client")
		String client() {
			return this.client.get().uri("/").retrieve().body(String.class);
		}

		@GetMapping("/committed")
		void committed(HttpServletResponse response) throws Exception {
			response.getOutputStream().write("begin".getBytes(StandardCharsets.UTF_8));
			response.flushBuffer();
			new CountDownLatch(1).await();
		}

	}

}
