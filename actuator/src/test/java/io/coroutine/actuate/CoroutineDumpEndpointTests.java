package io.coroutine.actuate;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import io.coroutine.Coroutine;
import io.coroutine.CoroutineInfo;
import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import io.coroutine.Introspection;
import io.coroutine.StackMode;
import io.coroutine.internal.wait.WorkReason;
import io.coroutine.snapshot.CoroutineState;
import io.coroutine.snapshot.WaitKind;
import io.coroutine.snapshot.WorkingFor;
import io.coroutine.test.Eventually;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Dumps, single coroutines and their cancellation, asked for by HTTP.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CoroutineDumpEndpointTests {

	private final HttpClient client = HttpClient.newHttpClient();

	private final List<Coroutine> started = new ArrayList<>();

	private ConfigurableApplicationContext open;

	private ConfigurableApplicationContext readOnly;

	private ConfigurableApplicationContext counting;

	@BeforeAll
	void startApplications() {
		this.open = run(Introspection.FULL, "management.endpoint.coroutines.access=unrestricted");
		this.readOnly = run(Introspection.FULL, "spring.jmx.enabled=true");
		this.counting = run(Introspection.COUNTING, "management.endpoint.coroutines.access=unrestricted");
	}

	private static ConfigurableApplicationContext run(Introspection introspection, String property) {
		return new SpringApplicationBuilder(Application.class)
			.initializers((context) -> context.getBeanFactory().registerSingleton("introspection", introspection))
			.properties("server.port=0", "management.endpoints.web.exposure.include=coroutines",
					"management.endpoints.jmx.exposure.include=coroutines", "spring.main.banner-mode=off", property)
			.run();
	}

	@AfterAll
	void stopApplications() {
		this.open.close();
		this.readOnly.close();
		this.counting.close();
		this.client.close();
	}

	@AfterEach
	void endCoroutines() throws InterruptedException {
		for (Coroutine coroutine : this.started) {
			coroutine.cancel();
			coroutine.join();
		}
		this.started.clear();
		for (ConfigurableApplicationContext application : List.of(this.open, this.readOnly, this.counting)) {
			Eventually.until(() -> application.getBean(CoroutineRuntime.class).snapshot().live() == 0);
		}
	}

	private Coroutine park(ConfigurableApplicationContext application, String name) {
		return start(application, name, StackMode.SHARED, CoroutineDumpEndpointTests::parkUntilCancelled);
	}

	private Coroutine start(ConfigurableApplicationContext application, String name, StackMode mode, Runnable task) {
		Coroutine coroutine = application.getBean(CoroutineRuntime.class)
			.coroutine()
			.name(name)
			.stackMode(mode)
			.start(task);
		this.started.add(coroutine);
		Eventually.until(() -> coroutine.info().filter(CoroutineDumpEndpointTests::isAtRest).isPresent());
		return coroutine;
	}

	/**
	 * Tell whether a coroutine waits where its task does: before that it may wait for a
	 * moment for a lock of the JVM, such as that of a class.
	 */
	private static boolean isAtRest(CoroutineInfo info) {
		return info.state() == CoroutineState.WAITING && info.waitingFor() != null
				&& (info.waitingFor().kind() == WaitKind.OTHER || info.waitingFor().kind() == WaitKind.SLEEP);
	}

	private static void parkUntilCancelled() {
		while (!Thread.currentThread().isInterrupted()) {
			LockSupport.park();
		}
	}

	private static void sleep() {
		try {
			Thread.sleep(Duration.ofMinutes(5));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private HttpResponse<String> send(ConfigurableApplicationContext application, String method, String path,
			MediaType type) throws IOException, InterruptedException {
		String port = application.getEnvironment().getRequiredProperty("local.server.port");
		return this.client
			.send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/actuator/coroutines" + path))
				.method(method, HttpRequest.BodyPublishers.noBody())
				.header("Accept", type.toString())
				.build(), HttpResponse.BodyHandlers.ofString());
	}

	private JsonNode json(String path) throws IOException, InterruptedException {
		HttpResponse<String> response = send(this.open, "GET", path, MediaType.APPLICATION_JSON);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
		return JsonMapper.shared().readTree(response.body());
	}

	private String text(String path) throws IOException, InterruptedException {
		HttpResponse<String> response = send(this.open, "GET", path, MediaType.TEXT_PLAIN);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
		return response.body();
	}

	@Test
	void whenDumpIsAskedForAsJsonThenGroupsAreShown() throws Exception {
		Coroutine first = park(this.open, "first");
		park(this.open, "second");
		start(this.open, "sleeper", StackMode.PRIVATE, CoroutineDumpEndpointTests::sleep);
		JsonNode dump = json("/dump");
		assertThat(dump.get("live").asInt()).isEqualTo(3);
		assertThat(dump.get("shown").asInt()).isEqualTo(3);
		assertThat(dump.get("omitted").asInt()).isZero();
		assertThat(dump.get("groups")).hasSize(2);
		JsonNode largest = dump.get("groups").get(0);
		assertThat(largest.get("count").asInt()).isEqualTo(2);
		assertThat(largest.get("states").toString()).isEqualTo("{\"waiting\":2}");
		assertThat(largest.get("waitingFor").toString()).isEqualTo("{\"other\":2}");
		assertThat(largest.get("stackModes").toString()).isEqualTo("{\"shared\":2}");
		assertThat(largest.get("oldestMilliseconds").isIntegralNumber()).isTrue();
		assertThat(largest.get("waitExample").asString()).contains("parkUntilCancelled");
		assertThat(largest.get("examples").get(0).get("id").asLong()).isEqualTo(first.id());
		assertThat(largest.get("examples").get(0).get("name").asString()).isEqualTo("first");
		assertThat(largest.get("examples").get(0).has("request")).isFalse();
		assertThat(largest.get("stack").valueStream())
			.anyMatch((frame) -> frame.asString().contains("parkUntilCancelled"));
		JsonNode other = dump.get("groups").get(1);
		assertThat(other.get("waitingFor").toString()).isEqualTo("{\"sleep\":1}");
		assertThat(other.get("stackModes").toString()).isEqualTo("{\"private\":1}");
	}

	@Test
	void whenDumpIsAskedForAsTextThenAPersonCanReadIt() throws Exception {
		for (int i = 0; i < 7; i++) {
			park(this.open, "worker");
		}
		Coroutine request = start(this.open, "http", StackMode.SHARED, new Request("/orders/17"));
		String dump = text("/dump");
		assertThat(dump)
			.startsWith("8 of 8 coroutines, in 2 groups of the same stack\n\n7 coroutines: waiting; for other")
			.contains("; stack shared; the oldest lives for ", "\"worker\"\n", "\n  and 2 more\n\tat java.base/")
			.contains("\n  #" + request.id() + " \"http\" GET /orders/17\n\tat ");
		assertThat(text("/dump?limit=1")).contains("Left out are 1 more in smaller groups: raise the limit\n");
	}

	@ParameterizedTest
	@CsvSource({ "state=waiting, 3", "state=queued, 0", "mode=private, 1", "mode=shared, 2", "waitingFor=sleep, 1",
			"waitingFor=socket, 0", "olderThan=0s, 3", "olderThan=1d, 0", "path=/orders, 1", "path=/, 1", "path=/o, 0",
			"state=waiting&mode=shared&path=/orders/17, 1", "'', 3", "state=, 3" })
	void whenFilteredThenOnlyThoseAreShown(String query, int expected) throws Exception {
		park(this.open, "parked");
		start(this.open, "sleeper", StackMode.PRIVATE, CoroutineDumpEndpointTests::sleep);
		start(this.open, "request", StackMode.SHARED, new Request("/orders/17"));
		JsonNode dump = json("/dump?" + query);
		assertThat(dump.get("live").asInt()).isEqualTo(3);
		assertThat(dump.get("shown").asInt()).isEqualTo(expected);
	}

	@Test
	void whenFilteredByLoopThenOnlyThoseOnItAreShown() throws Exception {
		park(this.open, "parked");
		assertThat(json("/dump?loop=0").get("shown").asInt() + json("/dump?loop=1").get("shown").asInt()).isEqualTo(1);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', value = {
			"state=lazy|'lazy' is no value for state: give one of queued, runnable, running, waiting, suspended",
			"mode=both|'both' is no value for mode: give one of shared, private",
			"loop=-1|'-1' is no value for loop: give an index of an event loop, from 0 on",
			"waitingFor=godot|'godot' is no value for waitingFor: give one of socket, lock, ",
			"olderThan=long|'long' is no value for olderThan: give a time such as 500ms, 10s or 5m",
			"path=orders|'orders' is no value for path: give a path that begins with a slash",
			"limit=0|'0' is no value for limit: give a number of groups from 1 to 10000" })
	void whenFilterMeansNothingThenTheAnswerSaysWhy(String query, String reason) throws Exception {
		HttpResponse<String> json = send(this.open, "GET", "/dump?" + query, MediaType.APPLICATION_JSON);
		assertThat(json.statusCode()).isEqualTo(400);
		assertThat(JsonMapper.shared().readTree(json.body()).get("error").asString()).startsWith(reason);
		HttpResponse<String> text = send(this.open, "GET", "/dump?" + query, MediaType.TEXT_PLAIN);
		assertThat(text.statusCode()).isEqualTo(400);
		assertThat(text.body()).startsWith(reason);
	}

	@Test
	void whenOneIsAskedForThenItIsShown() throws Exception {
		Coroutine coroutine = start(this.open, "request", StackMode.SHARED, new Request("/orders/17"));
		JsonNode json = json("/" + coroutine.id());
		assertThat(json.get("id").asLong()).isEqualTo(coroutine.id());
		assertThat(json.get("name").asString()).isEqualTo("request");
		assertThat(json.get("request").asString()).isEqualTo("GET /orders/17");
		assertThat(json.get("traceId").asString()).isEqualTo("4bf92f3577b34da6");
		assertThat(json.get("ageMilliseconds").isIntegralNumber()).isTrue();
		assertThat(json.get("state").asString()).isEqualTo("waiting");
		assertThat(json.get("waitingFor").get("kind").asString()).isEqualTo("other");
		assertThat(json.get("waitingFor").get("description").asString()).contains("parkUntilCancelled");
		assertThat(json.get("loop").asInt()).isBetween(0, 1);
		assertThat(json.get("stackMode").asString()).isEqualTo("shared");
		assertThat(json.get("stack").valueStream())
			.anyMatch((frame) -> frame.asString().contains("parkUntilCancelled"));
		assertThat(text("/" + coroutine.id()))
			.startsWith("#" + coroutine.id() + " \"request\" GET /orders/17\n  trace 4bf92f3577b34da6\n"
					+ "  waiting for other: ")
			.contains("; stack shared; loop ", "\tat java.base/")
			.containsPattern("; lives for \\d+\\.\\d s\n");
	}

	@ParameterizedTest
	@CsvSource({ "GET, 0", "GET, word", "GET, -1", "DELETE, 0", "DELETE, dump" })
	void whenThereIsNoneOfThisNumberThenItIsNotFound(String method, String id) throws Exception {
		HttpResponse<String> response = send(this.open, method, "/" + id, MediaType.APPLICATION_JSON);
		assertThat(response.statusCode()).isEqualTo(404);
		assertThat(response.body()).contains("No live coroutine has the number '" + id + "'");
	}

	@Test
	void whenOneHasEndedThenItIsNotFound() throws Exception {
		Coroutine coroutine = park(this.open, "short-lived");
		coroutine.cancel();
		coroutine.join();
		for (MediaType type : List.of(MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN)) {
			assertThat(send(this.open, "GET", "/" + coroutine.id(), type).statusCode()).isEqualTo(404);
		}
	}

	@Test
	void whenAccessIsUnrestrictedThenOneCanBeCancelled() throws Exception {
		Coroutine doomed = park(this.open, "doomed");
		Coroutine spared = park(this.open, "spared");
		HttpResponse<String> response = send(this.open, "DELETE", "/" + doomed.id(), MediaType.APPLICATION_JSON);
		assertThat(response.statusCode()).isEqualTo(204);
		doomed.join();
		assertThat(spared.isDone()).isFalse();
	}

	@Test
	void whenAccessIsTheDefaultThenNoneCanBeCancelled() throws Exception {
		Coroutine coroutine = park(this.readOnly, "safe");
		HttpResponse<String> response = send(this.readOnly, "DELETE", "/" + coroutine.id(), MediaType.APPLICATION_JSON);
		assertThat(response.statusCode()).isEqualTo(405);
		assertThat(coroutine.isDone()).isFalse();
		assertThat(send(this.readOnly, "GET", "/dump", MediaType.TEXT_PLAIN).body()).contains("\"safe\"");
	}

	@ParameterizedTest
	@CsvSource({ "GET, dump", "GET, 1", "DELETE, 1" })
	void whenCoroutinesAreOnlyCountedThenTheAnswerNamesTheProperty(String method, String path) throws Exception {
		HttpResponse<String> response = send(this.counting, method, "/" + path, MediaType.APPLICATION_JSON);
		assertThat(response.statusCode()).isEqualTo(409);
		assertThat(response.body()).contains("coroutine.introspection=full");
		assertThat(send(this.counting, "GET", "", MediaType.APPLICATION_JSON).statusCode()).isEqualTo(200);
	}

	@Test
	void whenAnswersAreDocumentedThenTheyHaveTheSameFields() throws Exception {
		Coroutine coroutine = start(this.open, "request", StackMode.SHARED, new Request("/orders/17"));
		String[] blocks = Files.readString(Path.of("..", "docs", "actuator.md")).split("```json");
		assertSameFields(blocks[2], json("/dump"), "/groups/0", "/groups/0/examples/0");
		assertSameFields(blocks[3], json("/" + coroutine.id()), "/waitingFor");
	}

	private static void assertSameFields(String block, JsonNode real, String... inner) {
		JsonNode documented = JsonMapper.shared().readTree(block.substring(0, block.indexOf("```")));
		assertThat(documented.propertyNames()).containsExactlyElementsOf(real.propertyNames());
		for (String path : inner) {
			assertThat(documented.at(path).propertyNames()).isNotEmpty()
				.containsExactlyElementsOf(real.at(path).propertyNames());
		}
	}

	@Test
	void whenAskedByJmxThenThereIsAnOperationForEachThing() throws Exception {
		Coroutine coroutine = park(this.readOnly, "parked");
		JmxClient jmx = new JmxClient("Coroutines");
		assertThat(jmx.operations()).containsExactlyInAnyOrder("coroutines", "dump", "coroutine");
		assertThat(jmx.invoke("dump", null, null, null, null, null, null, null)).contains("live=1",
				"parkUntilCancelled");
		assertThat(jmx.invoke("coroutine", "" + coroutine.id())).contains("name=parked");
	}

	/**
	 * Waits on behalf of a request.
	 */
	private static final class Request implements Runnable, WorkReason {

		private final String path;

		Request(String path) {
			this.path = path;
		}

		@Override
		public void run() {
			parkUntilCancelled();
		}

		@Override
		public WorkingFor describeWork() {
			return new WorkingFor("GET", this.path, "4bf92f3577b34da6");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		CoroutineRuntime runtime(Introspection introspection) {
			return CoroutineRuntime.builder()
				.engine(EngineChoice.EVENT_LOOP)
				.loops(2)
				.introspection(introspection)
				.start();
		}

	}

}
