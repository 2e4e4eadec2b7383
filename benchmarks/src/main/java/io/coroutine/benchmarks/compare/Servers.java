package io.coroutine.benchmarks.compare;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

import io.coroutine.benchmarks.support.BenchmarkException;
import io.coroutine.benchmarks.support.ChildProcess;

/**
 * All servers of the comparison: the sample once for each mode, PostgreSQL and the
 * inventory.
 */
final class Servers implements AutoCloseable {

	static final String HOST = "127.0.0.1";

	private static final Pattern EVENT_LOOP = Pattern.compile("\"event[-_]loop\"", Pattern.CASE_INSENSITIVE);

	private final Options options;

	private final SampleCommand command;

	private final Path logs;

	private final Database database;

	private final List<ChildProcess> processes = new ArrayList<>();

	private final Map<Mode, SampleServer> samples = new EnumMap<>(Mode.class);

	Servers(Options options, SampleCommand command, Path logs) {
		this.options = options;
		this.command = command;
		this.logs = logs;
		this.database = new Database(options.modes());
	}

	/**
	 * Start all servers and wait until they answer.
	 */
	void start() throws InterruptedException {
		URI inventory = uri(freePort(), "");
		ChildProcess inventoryProcess = start("inventory", SampleCommand.inventory(inventory.getPort(), this.logs));
		for (Mode mode : this.options.modes()) {
			int port = freePort();
			List<String> line = this.command.line(mode, port, this.database.url(mode), this.database.user(),
					inventory.toString());
			this.samples.put(mode, new SampleServer(start(mode.toString(), line), uri(port, "")));
		}
		try (Http http = new Http()) {
			http.awaitSuccess(inventoryProcess, inventory.resolve("/"));
			for (SampleServer sample : this.samples.values()) {
				for (Scenario scenario : Scenario.values()) {
					http.awaitSuccess(sample.process(), sample.uri(scenario));
				}
			}
			for (Mode mode : this.options.modes()) {
				if (mode.isOnCoroutines()) {
					requireCoroutines(http, sample(mode));
				}
			}
		}
	}

	String databaseVersion() {
		return this.database.version();
	}

	SampleServer sample(Mode mode) {
		return Objects.requireNonNull(this.samples.get(mode));
	}

	private ChildProcess start(String name, List<String> line) {
		ChildProcess process = ChildProcess.start(name, this.logs, line);
		this.processes.add(process);
		return process;
	}

	private static void requireCoroutines(Http http, SampleServer sample) throws InterruptedException {
		try {
			HttpResponse<String> response = http.get(sample.base().resolve("/actuator/coroutines"));
			if (response.statusCode() != 200 || !EVENT_LOOP.matcher(response.body()).find()) {
				throw sample.process()
					.failure(
							"does not run on the event-loop engine (--modes stock,virtual leaves it out): /actuator/coroutines gave %d %s"
								.formatted(response.statusCode(), response.body()));
			}
		}
		catch (IOException ex) {
			throw sample.process().failure("did not answer to /actuator/coroutines: " + ex.getMessage());
		}
	}

	private static URI uri(int port, String path) {
		return URI.create("http://%s:%d%s".formatted(HOST, port, path));
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral(HOST))) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new BenchmarkException("No free port: " + ex.getMessage(), ex);
		}
	}

	@Override
	public void close() {
		this.processes.forEach(ChildProcess::close);
		this.database.close();
	}

}
