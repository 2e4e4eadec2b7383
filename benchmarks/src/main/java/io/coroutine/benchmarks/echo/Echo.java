package io.coroutine.benchmarks.echo;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import io.coroutine.benchmarks.echo.EchoSeries.EchoMeasurement;
import io.coroutine.benchmarks.support.BenchmarkException;
import io.coroutine.benchmarks.support.ChildProcess;
import io.coroutine.benchmarks.support.Machine;
import io.coroutine.benchmarks.support.ProcessUsage;
import io.coroutine.benchmarks.support.ReportFile;
import io.coroutine.benchmarks.support.TimeLimit;
import io.coroutine.benchmarks.support.Tool;

/**
 * Puts load on the echo service, on coroutines and on virtual threads in turn.
 */
public final class Echo {

	private static final Duration GRACE = Duration.ofMinutes(3);

	private final EchoOptions options;

	private final Path logs = ReportFile.logFolder(System.getProperty("benchmarks.logs", "logs"));

	private final Map<EchoEngine, EchoService> services = new EnumMap<>(EchoEngine.class);

	private final List<EchoSeries> all = new ArrayList<>();

	private Echo(EchoOptions options) {
		this.options = options;
	}

	/**
	 * Run it. Expects the system properties {@code benchmarks.commit} and
	 * {@code benchmarks.logs} (a folder).
	 * @param args the options
	 */
	public static void main(String[] args) throws InterruptedException {
		if (List.of(args).contains("--help")) {
			System.out.print(EchoOptions.HELP);
			return;
		}
		try {
			new Echo(EchoOptions.parse(args)).run();
		}
		catch (BenchmarkException ex) {
			System.err.println(ex.getMessage());
			System.exit(1);
		}
	}

	private void run() throws InterruptedException {
		Tool.TASKSET.require();
		boolean trace = Tool.STRACE.isThere();
		if (!trace) {
			System.out.println("strace cannot be run, so no system calls are counted. " + Tool.STRACE.advice());
		}
		TimeLimit.exitAfter(this.options.limit().plus(GRACE));
		ChildProcess.stopAllAtExit();
		long deadline = System.nanoTime() + this.options.limit().toNanos();
		EchoReport report = new EchoReport(this.options, Machine.local(),
				System.getProperty("benchmarks.commit", "unknown"));
		try {
			for (EchoEngine engine : EchoEngine.values()) {
				this.services.put(engine, new EchoService(engine, 1, this.options.serverCore(), this.logs));
			}
			for (int connections : this.options.connections()) {
				measure(connections, deadline, trace);
				ReportFile.write(this.options.output(),
						report.render(this.all, Instant.now().truncatedTo(ChronoUnit.MINUTES)));
			}
		}
		finally {
			this.services.values().forEach(EchoService::close);
		}
		System.out.println("Result: " + this.options.output());
	}

	private void measure(int connections, long deadline, boolean trace) throws InterruptedException {
		EchoSeries series = new EchoSeries(connections);
		this.all.add(series);
		Map<EchoEngine, EchoClient> clients = new EnumMap<>(EchoEngine.class);
		try {
			this.services.forEach((engine, service) -> {
				EchoClient client = service.connect(connections, this.options.loadCore());
				clients.put(engine, client);
				client.load(this.options.warmUp());
			});
			for (int i = 0; i < this.options.rounds() && System.nanoTime() < deadline; i++) {
				series.add(round(clients, connections, i));
			}
			for (EchoEngine engine : (trace) ? EchoEngine.values() : new EchoEngine[0]) {
				EchoClient client = Objects.requireNonNull(clients.get(engine));
				series.add(engine,
						SystemCalls.count(service(engine).pid(), this.logs, () -> client.load(this.options.trace())));
			}
		}
		finally {
			clients.values().forEach(EchoClient::close);
		}
	}

	private Map<EchoEngine, EchoMeasurement> round(Map<EchoEngine, EchoClient> clients, int connections, int number) {
		List<EchoEngine> order = new ArrayList<>(List.of(EchoEngine.values()));
		Collections.rotate(order, number);
		Map<EchoEngine, EchoMeasurement> round = new EnumMap<>(EchoEngine.class);
		for (EchoEngine engine : order) {
			ProcessUsage before = service(engine).usage();
			LoadResult load = Objects.requireNonNull(clients.get(engine)).load(this.options.round());
			EchoMeasurement measurement = new EchoMeasurement(load, service(engine).usage().since(before).cpuMicros());
			round.put(engine, measurement);
			System.out.printf(Locale.ROOT,
					"%4d connections, round %d, %-15s %8.0f requests/s %6.2f µs CPU %7.2f ms p99%n", connections,
					number + 1, engine, load.requestsPerSecond(), measurement.cpuMicrosPerRequest(), load.p99() / 1e6);
		}
		return round;
	}

	private EchoService service(EchoEngine engine) {
		return Objects.requireNonNull(this.services.get(engine));
	}

}
