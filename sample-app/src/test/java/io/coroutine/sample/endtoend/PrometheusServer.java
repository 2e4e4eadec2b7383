package io.coroutine.sample.endtoend;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A real Prometheus, with data of its own, that scrapes one service every second.
 */
final class PrometheusServer implements AutoCloseable {

	private static final Duration LONG = Duration.ofSeconds(60);

	private static final Pattern ADDRESS = Pattern.compile("\"Listening on\".*address=(\\S+)\\s");

	private final HttpClient http = HttpClient.newHttpClient();

	private final Process process;

	private final URI uri;

	private PrometheusServer(Process process, URI uri) {
		this.process = process;
		this.uri = uri;
	}

	/**
	 * Start a server on a free port.
	 * @param directory where its files may be
	 * @param job the name it knows the service by
	 * @param port the port of the service
	 * @param rules the file of its rules
	 */
	static PrometheusServer start(Path directory, String job, int port, Path rules) throws Exception {
		Path configuration = Files.writeString(directory.resolve("prometheus.yml"), """
				global:
				  scrape_interval: 1s
				  scrape_timeout: 1s
				  evaluation_interval: 1s
				rule_files: ["%s"]
				scrape_configs:
				  - job_name: %s
				    metrics_path: /actuator/prometheus
				    static_configs:
				      - targets: ["127.0.0.1:%d"]
				""".formatted(rules.toAbsolutePath().normalize(), job, port));
		Path log = directory.resolve("prometheus.log");
		Process process = new ProcessBuilder(List.of("prometheus", "--config.file=" + configuration,
				"--storage.tsdb.path=" + directory.resolve("data"), "--web.listen-address=127.0.0.1:0"))
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
		try {
			PrometheusServer server = new PrometheusServer(process, URI.create("http://" + address(process, log)));
			server.awaitReady();
			return server;
		}
		catch (Exception | Error ex) {
			process.destroyForcibly();
			throw ex;
		}
	}

	/**
	 * Fail if a program of Prometheus is not there.
	 */
	static void assertInstalled(String program) {
		assertThat(List.of(System.getenv("PATH").split(":")))
			.as("Directories with '%s', which must be installed: apt-get install prometheus, as .ci/run does", program)
			.anyMatch((directory) -> Files.isExecutable(Path.of(directory, program)));
	}

	private static String address(Process process, Path log) throws Exception {
		long deadline = System.nanoTime() + LONG.toNanos();
		while (System.nanoTime() - deadline < 0 && process.isAlive()) {
			Matcher matcher = ADDRESS.matcher(Files.readString(log));
			if (matcher.find()) {
				return matcher.group(1);
			}
			Thread.sleep(20);
		}
		throw new IllegalStateException("Prometheus has not started: " + Files.readString(log));
	}

	private void awaitReady() throws Exception {
		long deadline = System.nanoTime() + LONG.toNanos();
		while (get("/-/ready").statusCode() != 200) {
			assertThat(System.nanoTime() - deadline).as("Prometheus gets ready in time").isNegative();
			Thread.sleep(20);
		}
	}

	/**
	 * Ask a query.
	 * @return its values, without those that are no numbers
	 */
	List<String> query(String query) throws Exception {
		HttpResponse<String> response = get("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
		assertThat(response.statusCode()).as("%s: %s", query, response.body()).isEqualTo(200);
		return JsonMapper.shared()
			.readTree(response.body())
			.at("/data/result")
			.valueStream()
			.map((sample) -> sample.at("/value/1").asString())
			.filter((value) -> !value.equals("NaN"))
			.toList();
	}

	/**
	 * Return what has become of the rules: the health of each.
	 */
	List<String> rules() throws Exception {
		JsonNode groups = JsonMapper.shared().readTree(get("/api/v1/rules").body()).at("/data/groups");
		return groups.valueStream()
			.flatMap((group) -> group.at("/rules").valueStream())
			.map((rule) -> rule.at("/health").asString())
			.toList();
	}

	private HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return this.http.send(HttpRequest.newBuilder(this.uri.resolve(path)).timeout(LONG).build(),
				BodyHandlers.ofString());
	}

	@Override
	public void close() throws Exception {
		this.http.close();
		this.process.destroy();
		if (!this.process.waitFor(30, TimeUnit.SECONDS)) {
			this.process.destroyForcibly().waitFor();
		}
	}

}
