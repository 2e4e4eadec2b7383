package io.coroutine.benchmarks.micro;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.coroutine.benchmarks.support.BenchmarkException;
import io.coroutine.benchmarks.support.JavaCommand;
import io.coroutine.benchmarks.support.Machine;
import io.coroutine.benchmarks.support.ReportFile;
import io.coroutine.benchmarks.support.TimeLimit;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the benchmarks, round by round, so that peers are measured close to one another.
 */
public final class Micro {

	/** JMH uses what is deprecated. */
	private static final String NO_WARNING = "--sun-misc-unsafe-memory-access=allow";

	/** One carrier for each kind of light thread. */
	private static final List<String> ONE_CARRIER = List.of("-Djdk.virtualThreadScheduler.parallelism=1",
			"-Djdk.virtualThreadScheduler.maxPoolSize=1", "-Dkotlinx.coroutines.scheduler.core.pool.size=1",
			"-Dkotlinx.coroutines.scheduler.max.pool.size=1");

	private static final Duration GRACE = Duration.ofMinutes(10);

	private final MicroOptions options;

	private final List<String> jvmFlags = new ArrayList<>();

	private final Rounds rounds = new Rounds();

	private Micro(MicroOptions options) {
		this.options = options;
		this.jvmFlags.addAll(JavaCommand.FLAGS);
		this.jvmFlags.add(NO_WARNING);
		this.jvmFlags.addAll(ONE_CARRIER);
		this.jvmFlags.addAll(options.jvmFlags());
	}

	/**
	 * Run the benchmarks. Expects the system property {@code benchmarks.commit}.
	 * @param args the options
	 */
	public static void main(String[] args) {
		if (List.of(args).contains("--help")) {
			System.out.print(MicroOptions.HELP);
			return;
		}
		try {
			new Micro(MicroOptions.parse(args)).run();
		}
		catch (BenchmarkException ex) {
			System.err.println(ex.getMessage());
			System.exit(1);
		}
	}

	private void run() {
		TimeLimit.exitAfter(this.options.limit().plus(GRACE));
		long deadline = System.nanoTime() + this.options.limit().toNanos();
		MicroReport report = new MicroReport(this.options, Machine.local(),
				System.getProperty("benchmarks.commit", "unknown"), this.jvmFlags);
		for (int round = 0; round < this.options.rounds() && System.nanoTime() < deadline; round++) {
			for (Operation operation : this.options.operations()) {
				this.rounds.add(operation, measure(operation, round));
			}
			ReportFile.write(this.options.output(),
					report.render(this.rounds, Instant.now().truncatedTo(ChronoUnit.MINUTES)));
		}
		System.out.println("Result: " + this.options.output());
	}

	private Map<String, Double> measure(Operation operation, int round) {
		List<String> peers = new ArrayList<>(operation.peers());
		Collections.rotate(peers, -round);
		Map<String, Double> nanos = new HashMap<>();
		for (String peer : peers) {
			double result = measure(operation, peer);
			nanos.put(peer, result);
			System.out.printf(Locale.ROOT, "round %d, %-32s %-20s %10.1f ns%n", round + 1, operation.description(),
					peer, result);
		}
		return nanos;
	}

	private double measure(Operation operation, String peer) {
		TimeValue iteration = TimeValue.milliseconds(this.options.iteration().toMillis());
		OptionsBuilder builder = new OptionsBuilder();
		builder.include(operation.pattern(peer))
			.jvm(JavaCommand.executable())
			.jvmArgs(this.jvmFlags.toArray(String[]::new))
			.forks(1)
			.warmupIterations(this.options.warmUps())
			.warmupTime(iteration)
			.measurementIterations(this.options.iterations())
			.measurementTime(iteration)
			.shouldFailOnError(true)
			.verbosity(VerboseMode.SILENT);
		if (operation == Operation.PARK) {
			builder.param("live", String.valueOf(this.options.live()));
		}
		return run(builder.build(), operation + " by " + peer);
	}

	private static double run(Options options, String what) {
		try {
			return new Runner(options).runSingle().getPrimaryResult().getScore();
		}
		catch (RunnerException ex) {
			throw new BenchmarkException("The benchmark of %s failed: %s".formatted(what, ex.getMessage()), ex);
		}
	}

}
