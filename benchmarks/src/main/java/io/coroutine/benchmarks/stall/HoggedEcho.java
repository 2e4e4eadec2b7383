package io.coroutine.benchmarks.stall;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.coroutine.benchmarks.echo.EchoClient;
import io.coroutine.benchmarks.echo.EchoEngine;
import io.coroutine.benchmarks.echo.EchoService;
import io.coroutine.benchmarks.echo.LoadResult;
import io.coroutine.benchmarks.stall.Latencies.Latency;
import io.coroutine.benchmarks.support.ChildProcess;

/**
 * An echo service on two cores at half its load, and a busy process on one of them.
 */
final class HoggedEcho implements AutoCloseable {

	private static final int CARRIERS = 2;

	private static final Duration GRACE = Duration.ofSeconds(10);

	private final StallOptions options;

	private final Path logs;

	private final Latencies latencies = new Latencies();

	private final Map<EchoEngine, EchoService> services = new EnumMap<>(EchoEngine.class);

	private final Map<EchoEngine, EchoClient> clients = new EnumMap<>(EchoEngine.class);

	private double rate = Double.MAX_VALUE;

	HoggedEcho(StallOptions options, Path logs) {
		this.options = options;
		this.logs = logs;
	}

	/**
	 * Start the services, warm them up, and find out what half their load is: half of
	 * what the slower one bears.
	 */
	void start() {
		String cores = this.options.loadCore() + "," + this.options.hogCore();
		for (EchoEngine engine : EchoEngine.values()) {
			EchoService service = new EchoService(engine, CARRIERS, cores, this.logs);
			this.services.put(engine, service);
			EchoClient client = service.connect(this.options.connections(), this.options.loadCore());
			this.clients.put(engine, client);
			client.load(this.options.warmUp());
		}
		this.clients.forEach((engine, client) -> {
			double most = client.load(this.options.busy()).requestsPerSecond();
			System.out.printf(Locale.ROOT, "echo, %-16s bear %.0f requests/s%n", engine, most);
			this.rate = Math.min(this.rate, most / 2);
		});
	}

	/**
	 * Run a round of each, undisturbed and with the busy process.
	 */
	void round() {
		this.clients.forEach((engine, client) -> {
			report(engine + ", undisturbed", client.load(this.rate, this.options.busy()));
			try (ChildProcess _ = hog()) {
				report(name(engine), client.load(this.rate, this.options.busy()));
			}
		});
	}

	static String name(EchoEngine engine) {
		return engine + ", beside a busy process";
	}

	private ChildProcess hog() {
		Duration limit = this.options.busy().plus(GRACE).plus(GRACE);
		return ChildProcess.start("hog", this.logs, List.of("timeout", String.valueOf(limit.toSeconds()), "taskset",
				"-c", this.options.hogCore(), "sh", "-c", "while :; do :; done"));
	}

	private void report(String who, LoadResult load) {
		Latency latency = Latency.ofNanos(load.p50(), load.p99(), load.max());
		this.latencies.add(who, latency);
		System.out.printf(Locale.ROOT, "echo, %-40s %8.2f ms p99, %8.2f ms at the most%n", who, latency.p99(),
				latency.max());
	}

	Latencies latencies() {
		return this.latencies;
	}

	double rate() {
		return this.rate;
	}

	@Override
	public void close() {
		this.clients.values().forEach(EchoClient::close);
		this.services.values().forEach(EchoService::close);
	}

}
