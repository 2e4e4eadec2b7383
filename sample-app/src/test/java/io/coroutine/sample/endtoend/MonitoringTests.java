package io.coroutine.sample.endtoend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code docs/monitoring} offers, against a real Prometheus that scrapes the sample
 * while it has too much to do: each query finds data, each alert what it is about.
 */
@Tag("prometheus")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MonitoringTests {

	private static final Path DIRECTORY = Path.of("..", "docs", "monitoring");

	private static final Path ALERTS = DIRECTORY.resolve("alerts.yml");

	private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.*), (\\w+)\\)");

	private BrownOutServer inventory;

	private Service service;

	private PrometheusServer prometheus;

	private Load load;

	@BeforeAll
	void start(@TempDir Path directory) throws Exception {
		PrometheusServer.assertInstalled("prometheus");
		this.inventory = new BrownOutServer();
		this.service = Service.startWith(this.inventory.uri(), "--coroutine.loops.count=1",
				"--coroutine.stall.spare-carriers=0", "--coroutine.stack.private.paths=/probe/stack",
				"--coroutine.stack.private.limit=1", "--coroutine.stack.private.queue=1",
				"--coroutine.admission.max-concurrent=100", "--coroutine.admission.classes.narrow.paths=/probe/narrow",
				"--coroutine.admission.classes.narrow.max-concurrent=1",
				"--coroutine.admission.classes.narrow.queue-limit=1");
		this.prometheus = PrometheusServer.start(directory, "orders", this.service.port(), ALERTS);
		// The first scrape is that of a service at rest, as rates need something before
		awaitData(Map.of("the service", "up{job=\"orders\"} == 1"));
		this.load = new Load(this.service);
	}

	@AfterAll
	void stop() throws Exception {
		try {
			if (this.load != null) {
				this.load.close();
				Await.until(() -> this.service.runtime().snapshot().live() == 0);
			}
		}
		finally {
			closeAll(this.prometheus, this.service, this.inventory);
		}
	}

	@Test
	void whenThePanelsOfTheDashboardAskThenTheyFindData() throws Exception {
		JsonNode dashboard = dashboard();
		Map<String, String> queries = new LinkedHashMap<>();
		for (JsonNode panel : dashboard.at("/panels")) {
			for (JsonNode target : panel.at("/targets")) {
				queries.put(panel.at("/title").asString() + ", " + target.at("/refId").asString(),
						withoutVariables(target.at("/expr").asString()));
			}
		}
		assertThat(queries).hasSizeGreaterThan(40);
		awaitData(queries);
	}

	@Test
	void whenTheVariablesOfTheDashboardAskThenTheyFindValues() throws Exception {
		Map<String, String> queries = new LinkedHashMap<>();
		for (JsonNode variable : dashboard().at("/templating/list")) {
			Matcher query = LABEL_VALUES.matcher(variable.at("/definition").asString());
			if (query.matches()) {
				queries.put(variable.at("/name").asString(),
						"group by (%s) (%s)".formatted(query.group(2), withoutVariables(query.group(1))));
			}
		}
		assertThat(queries).containsOnlyKeys("application", "instance", "gate");
		awaitData(queries);
	}

	@Test
	void whenTheDashboardIsImportedThenAllIsAskedOfTheChosenDataSource() throws Exception {
		JsonNode dashboard = dashboard();
		assertThat(dashboard.at("/id").isMissingNode()).isTrue();
		assertThat(dashboard.findValuesAsString("uid")).isNotEmpty()
			.allSatisfy((uid) -> assertThat(uid).isIn("${datasource}", dashboard.at("/uid").asString()));
		assertThat(dashboard.at("/panels").valueStream().map((panel) -> panel.at("/id").asInt()))
			.doesNotHaveDuplicates();
	}

	@Test
	void whenTheServiceIsInTroubleThenTheAlertsFindIt() throws Exception {
		Map<String, String> queries = new LinkedHashMap<>();
		alerts().forEach((alert) -> queries.put((String) alert.get("alert"), (String) alert.get("expr")));
		assertThat(queries).hasSize(6);
		awaitData(queries);
		Await.until(() -> Collections.nCopies(6, "ok").equals(this.prometheus.rules()));
	}

	@Test
	void whenAnAlertIsThereThenItSaysHowBadItIsAndWhatToDo() throws Exception {
		assertThat(alerts()).allSatisfy((alert) -> {
			assertThat(alert).containsKey("for");
			assertThat(map(alert, "labels").get("severity")).isIn("warning", "critical");
			assertThat(map(alert, "annotations")).containsOnlyKeys("summary", "description");
		});
	}

	@Test
	void whenRulesAndScrapeConfigurationAreCheckedThenPromtoolIsContent(@TempDir Path directory) throws Exception {
		PrometheusServer.assertInstalled("promtool");
		assertThat(promtool("check", "rules", ALERTS.toString())).contains("SUCCESS: 6 rules");
		assertThat(promtool("test", "rules", DIRECTORY.resolve("alerts-test.yml").toString())).contains("SUCCESS");
		String page = Files.readString(DIRECTORY.resolveSibling("watching.md"));
		Matcher yaml = Pattern.compile("(?s)```yaml\\n(.*?)```").matcher(page);
		assertThat(yaml.find()).isTrue();
		Files.copy(ALERTS, directory.resolve("alerts.yml"));
		Path configuration = Files.writeString(directory.resolve("prometheus.yml"), yaml.group(1));
		assertThat(promtool("check", "config", configuration.toString())).contains("is valid prometheus config");
	}

	/**
	 * Each meter that {@code docs/watching.md} lists is on the dashboard, if the sample
	 * has it.
	 */
	@Test
	void whenTheServiceHasAMeterThenTheDashboardShowsIt() throws Exception {
		String scrape;
		try (Client client = new Client(this.service)) {
			scrape = client.get("/actuator/prometheus").get(60, TimeUnit.SECONDS).body();
		}
		String shown = dashboard().toString();
		List<String> metrics = Pattern.compile("(?m)^# TYPE (coroutines_\\w+) ")
			.matcher(scrape)
			.results()
			.map((MatchResult type) -> type.group(1))
			.filter((name) -> !name.endsWith("_max"))
			.toList();
		assertThat(metrics).isNotEmpty().allSatisfy((name) -> assertThat(shown).contains(name));
	}

	private void awaitData(Map<String, String> queries) throws Exception {
		Map<String, String> missing = new LinkedHashMap<>(queries);
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(240);
		while (!missing.isEmpty() && System.nanoTime() - deadline < 0) {
			Iterator<String> left = missing.values().iterator();
			while (left.hasNext()) {
				if (!this.prometheus.query(left.next()).isEmpty()) {
					left.remove();
				}
			}
			Thread.sleep(200);
		}
		assertThat(missing).as("queries that find nothing").isEmpty();
	}

	/**
	 * Put something in place of the variables, as Grafana does.
	 */
	private static String withoutVariables(String query) {
		String replaced = query.replace("$application", "orders")
			.replace("$instance", ".*")
			.replace("$gate", ".*")
			.replace("$__rate_interval", "10s");
		assertThat(replaced).doesNotContain("$");
		return replaced;
	}

	private static JsonNode dashboard() {
		return JsonMapper.shared().readTree(DIRECTORY.resolve("grafana-dashboard.json").toFile());
	}

	private static List<Map<String, Object>> alerts() throws IOException {
		Map<String, Object> file = new Yaml().load(Files.readString(ALERTS));
		return list(file, "groups").stream().flatMap((group) -> list(group, "rules").stream()).toList();
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, Object>> list(Map<String, Object> parent, String name) {
		return (List<Map<String, Object>>) parent.get(name);
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> map(Map<String, Object> parent, String name) {
		return (Map<String, Object>) parent.get(name);
	}

	private static String promtool(String... arguments) throws Exception {
		List<String> command = Stream.concat(Stream.of("promtool"), Stream.of(arguments)).toList();
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as("%s: %s", command, output).isZero();
		return output;
	}

	private static void closeAll(AutoCloseable... all) throws Exception {
		for (AutoCloseable one : all) {
			if (one != null) {
				one.close();
			}
		}
	}

	/**
	 * Clients that ask for more than there is, until they are told to stop.
	 */
	private static final class Load implements AutoCloseable {

		private final List<Thread> clients = new ArrayList<>();

		private final Client client;

		private volatile boolean stopped;

		private volatile Throwable failure;

		Load(Service service) {
			this.client = new Client(service);
			ask("/probe/occupy", 1);
			ask("/probe/narrow", 4);
			ask("/probe/stack", 4);
			ask("/orders/1/availability", 1);
		}

		private void ask(String path, int times) {
			for (int i = 0; i < times; i++) {
				this.clients.add(Thread.ofPlatform().start(() -> ask(path)));
			}
		}

		private void ask(String path) {
			try {
				while (!this.stopped) {
					int status = this.client.get(path).get(60, TimeUnit.SECONDS).statusCode();
					assertThat(status).isIn(200, 503);
					Thread.sleep(50);
				}
			}
			catch (Exception | AssertionError ex) {
				this.failure = ex;
			}
		}

		@Override
		public void close() throws Exception {
			this.stopped = true;
			for (Thread thread : this.clients) {
				thread.join();
			}
			this.client.close();
			assertThat(this.failure).isNull();
		}

	}

}
