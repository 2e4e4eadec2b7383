package io.coroutine.benchmarks.dump;

import java.time.Duration;
import java.util.Set;

import io.coroutine.benchmarks.support.CommandLine;

/**
 * What to measure, and for how long.
 *
 * @param coroutines how many live while they are dumped
 * @param depth how many frames of the application each has
 * @param stacks how many different stacks there are
 * @param loops the number of event loops
 * @param dumps how many dumps are measured
 * @param requests whether each works for a request of some kind
 * @param limit how long all of it may take
 */
record DumpOptions(int coroutines, int depth, int stacks, int loops, int dumps, boolean requests, Duration limit) {

	static final String HELP = """
			Usage: benchmarks/dump/run [options]

			  --coroutines N       how many live (default: 100000)
			  --depth N            frames of each, besides those of the JDK and the engine (default: 80, as of a
			                       request in Spring MVC)
			  --stacks N           how many different stacks there are (default: 20)
			  --loops N            number of event loops (default: the number of cores)
			  --dumps N            how many dumps are measured, after as many for warm-up (default: 10)
			  --alike              no requests tell the stacks apart, so each is read: the worst case
			  --quick              1,000 of them, two dumps: does it work at all
			  --max-minutes N      fail after this time (default: 5)
			  --help               this text

			The heap may grow to 3 GB, or to what DUMP_HEAP says, as in "DUMP_HEAP=8g".
			""";

	private static final Set<String> FLAGS = Set.of("quick", "alike", "help");

	private static final Set<String> NAMES = Set.of("coroutines", "depth", "stacks", "loops", "dumps", "max-minutes");

	static DumpOptions parse(String... arguments) {
		CommandLine line = new CommandLine(FLAGS, NAMES, arguments);
		boolean quick = line.has("quick");
		return new DumpOptions(line.getNumber("coroutines", quick ? 1_000 : 100_000), line.getNumber("depth", 80),
				line.getNumber("stacks", 20), line.getNumber("loops", Runtime.getRuntime().availableProcessors()),
				line.getNumber("dumps", quick ? 2 : 10), !line.has("alike"),
				Duration.ofMinutes(line.getNumber("max-minutes", 5)));
	}

}
