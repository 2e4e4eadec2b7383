package io.coroutine.benchmarks.million;

import java.time.Duration;
import java.util.Set;

import io.coroutine.Introspection;
import io.coroutine.benchmarks.support.CommandLine;

/**
 * How many, and what to tell of them.
 *
 * @param coroutines how many are parked at once
 * @param loops the number of event loops
 * @param introspection how much the runtime keeps of each
 * @param histogram whether to tell which classes take the heap
 * @param limit how long all of it may take
 */
record MillionOptions(int coroutines, int loops, Introspection introspection, boolean histogram, Duration limit) {

	static final String HELP = """
			Usage: benchmarks/million/run [options]

			  --coroutines N       how many are parked at once (default: 10000000)
			  --loops N            number of event loops (default: the number of cores)
			  --quick              100,000 of them
			  --counting           with the introspection that counts coroutines only
			  --histogram          tell which classes take the heap
			  --max-minutes N      fail after this time (default: 10)
			  --help               this text

			The heap may grow to 18 GB, or to what MILLION_HEAP says, as in "MILLION_HEAP=12g".
			The exit code is 1 if a coroutine was lost or ran twice.
			""";

	private static final Set<String> FLAGS = Set.of("quick", "counting", "histogram", "help");

	private static final Set<String> NAMES = Set.of("coroutines", "loops", "max-minutes");

	static MillionOptions parse(String... arguments) {
		CommandLine line = new CommandLine(FLAGS, NAMES, arguments);
		return new MillionOptions(line.getNumber("coroutines", line.has("quick") ? 100_000 : 10_000_000),
				line.getNumber("loops", Runtime.getRuntime().availableProcessors()),
				line.has("counting") ? Introspection.COUNTING : Introspection.FULL, line.has("histogram"),
				Duration.ofMinutes(line.getNumber("max-minutes", 10)));
	}

}
