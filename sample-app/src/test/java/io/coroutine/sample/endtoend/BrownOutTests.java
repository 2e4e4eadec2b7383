package io.coroutine.sample.endtoend;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import com.zaxxer.hikari.HikariDataSource;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.timelimiter.TimeLimiter;
import io.github.resilience4j.timelimiter.TimeLimiterConfig;
import io.github.resilience4j.timelimiter.TimeLimiterRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code docs/limit-load.md} promises of the profile {@code resilient}: the
 * inventory browns out, and the service stays up.
 */
class BrownOutTests {

	private static final String AVAILABILITY = "/products/tea-assam/availability";

	private static final String LEAD_TIME = "/products/tea-assam/lead-time";

	private static final String STATE = "resilience4j.circuitbreaker.state";

	private static final String FREE = "resilience4j.bulkhead.available.concurrent.calls";

	private BrownOutServer inventory;

	@BeforeEach
	void startInventory() throws Exception {
		this.inventory = new BrownOutServer();
	}

	@AfterEach
	void stopInventory() throws Exception {
		this.inventory.close();
	}

	@Test
	void whenTheInventoryBrownsOutThenTheServiceStaysUp() throws Exception {
		try (Service service = start("--coroutine.deadline.request=1m",
				"--resilience4j.timelimiter.instances.inventory.timeout-duration=1m",
				"--resilience4j.circuitbreaker.instances.inventory.wait-duration-in-open-state=1h");
				Client client = new Client(service)) {
			assertThat(answer(client.get(LEAD_TIME)).body()).isEqualTo("{\"sku\":\"tea-assam\",\"days\":2}");
			assertThat(answer(client.get("/products/coffee/lead-time")).statusCode()).isEqualTo(404);
			whenItIsSlowThenTheBulkheadIsFull(service, client);
			whenItIsSilentThenTheBreakerOpens(service, client);
			whenItIsBackThenTheBreakerCloses(service, client);
			assertThat(namedOnThePage()).isNotEmpty()
				.allSatisfy((meter) -> assertThat(registry(service).find(meter).meters()).isNotEmpty());
			assertBackAtTheStart(service);
		}
	}

	private void whenItIsSlowThenTheBulkheadIsFull(Service service, Client client) throws Exception {
		this.inventory.brownOut();
		List<CompletableFuture<HttpResponse<String>>> slow = ask(client, 20);
		Await.until(() -> value(service, FREE, "name", "inventory") == 0);
		Await.until(() -> value(service, "coroutines.admission.in.use", "gate", "requests:inventory") == 20);
		assertTurnedAway(answer(client.get(AVAILABILITY)));
		assertThat(answer(client.get(LEAD_TIME)).body()).isEqualTo("{\"sku\":\"tea-assam\",\"days\":14}");
		assertOthersAnswer(client);
		assertThat(value(service, STATE, "state", "closed")).isOne();
		this.inventory.recover();
		for (CompletableFuture<HttpResponse<String>> response : slow) {
			assertThat(answer(response).body()).isEqualTo("{\"sku\":\"tea-assam\",\"available\":42}");
		}
		assertThat(calls(service, "successful")).isEqualTo(21);
		assertThat(calls(service, "ignored")).isEqualTo(3);
		assertThat(value(service, FREE, "name", "inventory")).isEqualTo(20);
	}

	private void whenItIsSilentThenTheBreakerOpens(Service service, Client client) throws Exception {
		int before = this.inventory.calls();
		this.inventory.brownOut();
		limitLeadTime(service, Duration.ofSeconds(1));
		assertThat(answer(client.get(LEAD_TIME)).body()).isEqualTo("{\"sku\":\"tea-assam\",\"days\":14}");
		assertThat(value(service, "resilience4j.timelimiter.calls", "kind", "timeout")).isOne();
		for (HttpResponse<String> response : client.all(9, (i) -> client.getWithin(3000, AVAILABILITY))) {
			assertThat(response.statusCode()).isEqualTo(504);
		}
		Await.until(() -> cutOff(service) == 9);
		assertThat(calls(service, "failed")).isEqualTo(10);
		assertThat(value(service, STATE, "state", "open")).isOne();
		int calls = before + 10;
		// It may take notice later than the client is cut off
		Await.until(() -> this.inventory.calls() == calls);
		assertTurnedAway(answer(client.get(AVAILABILITY)));
		assertThat(answer(client.get(LEAD_TIME)).body()).isEqualTo("{\"sku\":\"tea-assam\",\"days\":14}");
		assertOthersAnswer(client);
		assertThat(this.inventory.calls()).isEqualTo(calls);
		assertThat(value(service, "resilience4j.circuitbreaker.not.permitted.calls", "kind", "not_permitted"))
			.isEqualTo(2);
	}

	private void whenItIsBackThenTheBreakerCloses(Service service, Client client) throws Exception {
		this.inventory.recover();
		limitLeadTime(service, Duration.ofMinutes(1));
		breaker(service).transitionToHalfOpenState();
		for (int i = 0; i < 5; i++) {
			assertThat(answer(client.get(AVAILABILITY)).statusCode()).isEqualTo(200);
		}
		assertThat(value(service, STATE, "state", "closed")).isOne();
		assertThat(answer(client.get(LEAD_TIME)).body()).isEqualTo("{\"sku\":\"tea-assam\",\"days\":2}");
	}

	@Test
	void whenMoreAskThanMayComeInThenTheyAreTurnedAwayAtTheGate() throws Exception {
		String limits = "--coroutine.admission.classes.inventory.";
		try (Service service = start("--coroutine.deadline.request=1m", limits + "max-concurrent=10",
				limits + "queue-limit=5", limits + "max-wait=1m"); Client client = new Client(service)) {
			this.inventory.brownOut();
			List<CompletableFuture<HttpResponse<String>>> crowd = ask(client, 20);
			Await.until(() -> value(service, "coroutines.admission.rejected", "gate", "requests:inventory", "reason",
					"queue-full") == 5);
			Await.until(() -> value(service, FREE, "name", "inventory") == 10);
			Await.until(() -> value(service, "coroutines.admission.queued", "gate", "requests:inventory") == 5);
			assertOthersAnswer(client);
			this.inventory.recover();
			int served = 0;
			for (CompletableFuture<HttpResponse<String>> response : crowd) {
				if (answer(response).statusCode() == 200) {
					served++;
				}
				else {
					assertTurnedAway(answer(response));
				}
			}
			assertThat(served).isEqualTo(15);
			assertBackAtTheStart(service);
		}
	}

	private Service start(String... arguments) {
		List<String> all = new ArrayList<>(List.of(arguments));
		all.add("--coroutine.deadline.header.accept=true");
		return Service.startInProfile("resilient", this.inventory.uri(), all.toArray(String[]::new));
	}

	private static List<CompletableFuture<HttpResponse<String>>> ask(Client client, int times) {
		List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
		for (int i = 0; i < times; i++) {
			answers.add(client.get(AVAILABILITY));
		}
		return answers;
	}

	private static HttpResponse<String> answer(CompletableFuture<HttpResponse<String>> answer) throws Exception {
		return answer.get(60, TimeUnit.SECONDS);
	}

	private static void assertOthersAnswer(Client client) throws Exception {
		assertThat(answer(client.get("/hello")).body()).isEqualTo("Hello, world");
		assertThat(answer(client.get("/orders/1")).statusCode()).isEqualTo(200);
		assertThat(answer(client.get("/actuator/health")).statusCode()).isEqualTo(200);
	}

	private static void assertTurnedAway(HttpResponse<String> response) {
		assertThat(response.statusCode()).isEqualTo(503);
		assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
	}

	private void assertBackAtTheStart(Service service) throws Exception {
		Await.until(() -> service.runtime().snapshot().live() == 0);
		for (String meter : List.of("coroutines.admission.in.use", "coroutines.admission.queued")) {
			Await.until(() -> registry(service).get(meter).gauges().stream().allMatch((gauge) -> gauge.value() == 0));
		}
		assertThat(value(service, FREE, "name", "inventory")).isEqualTo(20);
		assertThat(service.bean(HikariDataSource.class).getHikariPoolMXBean().getActiveConnections()).isZero();
		Await.until(() -> this.inventory.connections() == 0);
	}

	/**
	 * Return the names in the table of the page.
	 */
	private static List<String> namedOnThePage() throws Exception {
		return Pattern.compile("(?m)^\\| `([\\w.]+)")
			.matcher(Files.readString(Path.of("..", "docs", "limit-load.md")))
			.results()
			.map((MatchResult meter) -> meter.group(1))
			.toList();
	}

	private static CircuitBreaker breaker(Service service) {
		return service.bean(CircuitBreakerRegistry.class).circuitBreaker("inventory");
	}

	/**
	 * Have the calls for a lead time take no longer from now on.
	 */
	private static void limitLeadTime(Service service, Duration timeout) {
		TimeLimiterRegistry limiters = service.bean(TimeLimiterRegistry.class);
		TimeLimiterConfig config = TimeLimiterConfig.from(limiters.timeLimiter("inventory").getTimeLimiterConfig())
			.timeoutDuration(timeout)
			.build();
		limiters.replace("inventory", TimeLimiter.of("inventory", config));
	}

	private static MeterRegistry registry(Service service) {
		return service.bean(MeterRegistry.class);
	}

	/**
	 * Return the value of a gauge or a counter, or how often a timer was used.
	 */
	private static double value(Service service, String meter, String... tags) {
		return registry(service).get(meter).tags(tags).meter().measure().iterator().next().getValue();
	}

	private static long cutOff(Service service) {
		return registry(service).find("http.server.requests")
			.tag("status", "504")
			.timers()
			.stream()
			.mapToLong(Timer::count)
			.sum();
	}

	private static double calls(Service service, String kind) {
		return value(service, "resilience4j.circuitbreaker.calls", "kind", kind);
	}

}
