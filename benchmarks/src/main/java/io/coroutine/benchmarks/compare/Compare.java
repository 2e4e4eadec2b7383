package io.coroutine.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

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
		catch (CompareException ex) {
			System.err.println(ex.getMessage());
			System.exit(1);
		}
	}

	private static void run(Options options) throws InterruptedException {
		Path jar = Path.of(System.getProperty("compare.jar", ""));
		Path logs = createDirectory(Path.of(System.getProperty("compare.logs", "")));
		Wrk wrk = new Wrk(options.loadThreads(), logs);
		String wrkVersion = wrk.version();
		ChildProcess.stopAllAtExit();
		exitAfter(options.limit().plus(GRACE));
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

	private static Path createDirectory(Path directory) {
		try {
			return Files.createDirectories(directory.toAbsolutePath());
		}
		catch (IOException ex) {
			throw new CompareException("Cannot create the folder for logs: " + ex.getMessage(), ex);
		}
	}

	// Nothing should take that long, but nothing may run for ever
	private static void exitAfter(Duration limit) {
		Thread.ofPlatform().daemon().name("limit").start(() -> {
			try {
				Thread.sleep(limit);
				System.err.println("Not done in time");
				System.exit(1);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
	}

}
