package io.coroutine.benchmarks.stall;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import io.coroutine.benchmarks.support.BenchmarkException;
import io.coroutine.benchmarks.support.ChildProcess;
import io.coroutine.benchmarks.support.Machine;
import io.coroutine.benchmarks.support.ReportFile;
import io.coroutine.benchmarks.support.TimeLimit;
import io.coroutine.benchmarks.support.Tool;

/**
 * Measures latencies beside hogs, on coroutines and on virtual threads in turn.
 */
public final class Stall {

	private static final Duration GRACE = Duration.ofMinutes(3);

	private final StallOptions options;

	private final StallReport report;

	private final long deadline;

	private final StringBuilder text = new StringBuilder();

	private Stall(StallOptions options) {
		this.options = options;
		this.report = new StallReport(options, Machine.local(), System.getProperty("benchmarks.commit", "unknown"));
		this.deadline = System.nanoTime() + options.limit().toNanos();
	}

	/**
	 * Run it. Expects the system properties {@code benchmarks.commit} and
	 * {@code benchmarks.logs} (a folder).
	 * @param args the options
	 */
	public static void main(String[] args) throws InterruptedException {
		if (List.of(args).contains("--help")) {
			System.out.print(StallOptions.HELP);
			return;
		}
		try {
			new Stall(StallOptions.parse(args)).run();
		}
		catch (BenchmarkException ex) {
			System.err.println(ex.getMessage());
			System.exit(1);
		}
	}

	private void run() throws InterruptedException {
		TimeLimit.exitAfter(this.options.limit().plus(GRACE));
		ChildProcess.stopAllAtExit();
		this.text.append(this.report.head(Instant.now().truncatedTo(ChronoUnit.MINUTES)));
		for (StallScenario scenario : this.options.scenarios()) {
			switch (scenario) {
				case SLEEPERS -> runSleepers();
				case ECHO -> runEcho();
			}
			ReportFile.write(this.options.output(), this.text.toString());
		}
		System.out.println("Result: " + this.options.output());
	}

	private void runSleepers() throws InterruptedException {
		Sleepers sleepers = new Sleepers(this.options);
		for (int i = 0; i < this.options.rounds() && System.nanoTime() < this.deadline; i++) {
			sleepers.round();
		}
		this.text.append(this.report.sleepers(sleepers.latencies()));
	}

	private void runEcho() throws InterruptedException {
		Tool.TASKSET.require();
		Path logs = ReportFile.logFolder(System.getProperty("benchmarks.logs", "logs"));
		try (HoggedEcho echo = new HoggedEcho(this.options, logs)) {
			echo.start();
			for (int i = 0; i < this.options.rounds() && System.nanoTime() < this.deadline; i++) {
				echo.round();
			}
			this.text.append(this.report.echo(echo.latencies(), echo.rate()));
		}
	}

}
