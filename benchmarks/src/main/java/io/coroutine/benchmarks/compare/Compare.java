package io.coroutine.benchmarks.compare;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.coroutine.benchmarks.support.BenchmarkException;
import io.coroutine.benchmarks.support.ChildProcess;
import io.coroutine.benchmarks.support.Machine;
import io.coroutine.benchmarks.support.ReportFile;
import io.coroutine.benchmarks.support.TimeLimit;

/**
 * Starts the comparison.
 */
public final class Compare {

	private static final Duration GRACE = Duration.ofMinutes(5);

	private Compare() {
	}

	/**
	 * Run the comparison. Expects the system properties {@code compare.jar} (the sample),
	 * {@code compare.logs} (a folder) and {@code compare.commit}.
	 * @param args the options
	 */
	public static void main(String[] args) throws InterruptedException {
		if (List.of(args).contains("--help")) {
			System.out.print(Options.HELP);
			return;
		}
		try {
			run(Options.parse(args));
		}
		catch (BenchmarkException ex) {
			System.err.println(ex.getMessage());
			System.exit(1);
		}
	}

	private static void run(Options options) throws InterruptedException {
		Path jar = Path.of(System.getProperty("compare.jar", ""));
		Path logs = ReportFile.logFolder(System.getProperty("compare.logs", ""));
		Wrk wrk = new Wrk(options.loadThreads(), logs);
		String wrkVersion = wrk.version();
		ChildProcess.stopAllAtExit();
		TimeLimit.exitAfter(options.limit().plus(GRACE));
		SampleCommand command = new SampleCommand(jar, options);
		System.out.println("Starting the servers, they log to " + logs);
		try (Servers servers = new Servers(options, command, logs)) {
			servers.start();
			Versions versions = Versions.of(jar, System.getProperty("compare.commit", "unknown"),
					servers.databaseVersion(), wrkVersion);
			MarkdownReport report = new MarkdownReport(options,
					new ReportHeader(options, command, wrk, Machine.local(), versions));
			new Comparison(options, servers, wrk).run(report::write);
		}
		System.out.println("Result: " + options.output());
	}

}
