package io.coroutine.benchmarks.overload;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.coroutine.CoroutineRuntime;
import io.coroutine.benchmarks.compare.Database;
import io.coroutine.benchmarks.compare.Mode;
import io.coroutine.benchmarks.support.BenchmarkException;
import io.coroutine.benchmarks.support.ChildProcess;
import io.coroutine.benchmarks.support.ReportFile;
import io.coroutine.benchmarks.support.TimeLimit;

/**
 * Puts the sample under more load than it can bear, one mode after the other: thousands
 * of clients that want the same ten connections, and thousands of requests whose
 * downstream hangs.
 */
public final class Overload {

	private static final Duration WARM_UP = Duration.ofSeconds(15);

	private static final Duration SETTLE = Duration.ofSeconds(5);

	private static final Duration PAUSE = Duration.ofSeconds(2);

	private Overload() {
	}

	/**
	 * Run it. Expects the system properties {@code sample.jar}, {@code benchmarks.logs}
	 * (a folder) and {@code benchmarks.commit}.
	 * @param args the options
	 */
	public static void main(String[] args) throws InterruptedException {
		if (List.of(args).contains("--help")) {
			System.out.print(OverloadOptions.HELP);
			return;
		}
		try {
			run(OverloadOptions.parse(args));
		}
		catch (BenchmarkException ex) {
			System.err.println(ex.getMessage());
			System.exit(1);
		}
	}

	private static void run(OverloadOptions options) throws InterruptedException {
		Path jar = Path.of(System.getProperty("sample.jar", ""));
		Path logs = ReportFile.logFolder(System.getProperty("benchmarks.logs", ""));
		ChildProcess.stopAllAtExit();
		TimeLimit.exitAfter(options.limit());
		List<OverloadResult> results = new ArrayList<>();
		try (Database database = new Database(options.modes());
				CoroutineRuntime runtime = CoroutineRuntime.builder().start();
				HangingServer downstream = new HangingServer(runtime)) {
			for (Mode mode : options.modes()) {
				System.out.println("Starting " + mode + ", it logs to " + logs);
				try (Sample sample = Sample.start(jar, mode, options, database, downstream.uri(), logs)) {
					results.add(measure(mode, sample, runtime, options));
				}
				OverloadReport.write(options, results, System.getProperty("benchmarks.commit", "unknown"));
			}
		}
		System.out.println("Result: " + options.output());
	}

	private static OverloadResult measure(Mode mode, Sample sample, CoroutineRuntime runtime, OverloadOptions options)
			throws InterruptedException {
		URI query = sample.uri("/orders/1");
		LoadNumbers peak = load(runtime, query, OverloadOptions.PEAK_CLIENTS, WARM_UP, options);
		System.out.println(mode + " at its peak: " + peak);
		LoadNumbers overload = load(runtime, query, options.clients(), SETTLE, options);
		System.out.println(mode + " under overload: " + overload);
		sample.requireAlive();
		URI other = sample.uri("/hello");
		LoadNumbers calm = load(runtime, other, OverloadOptions.BYSTANDERS, WARM_UP, options);
		System.out.println(mode + ", others while nothing hangs: " + calm);
		LoadNumbers hanging;
		try (Load hang = Load.start(runtime, sample.uri("/products/tea-assam/availability"), options.hanging())) {
			Thread.sleep(SETTLE);
			hanging = load(runtime, other, OverloadOptions.BYSTANDERS, PAUSE, options);
		}
		System.out.println(mode + ", others while a downstream hangs: " + hanging);
		sample.requireAlive();
		return new OverloadResult(mode, peak, overload, calm, hanging);
	}

	private static LoadNumbers load(CoroutineRuntime runtime, URI uri, int clients, Duration settle,
			OverloadOptions options) throws InterruptedException {
		try (Load load = Load.start(runtime, uri, clients)) {
			return load.measure(settle, options.measured());
		}
		finally {
			Thread.sleep(PAUSE);
		}
	}

}
