package io.coroutine.benchmarks.stall;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.coroutine.benchmarks.support.CommandLine;

/**
 * What to measure, and for how long.
 *
 * @param scenarios what to measure
 * @param rounds the number of rounds of each engine
 * @param busy how long hogs are busy
 * @param sleepers how many sleep beside them
 * @param connections the number of connections of the echo service
 * @param warmUp how long the warm-up of each echo service lasts
 * @param hogCore the core of the busy process
 * @param loadCore the core of the load generator
 * @param limit after what time no more round starts
 * @param output the file to write
 */
record StallOptions(List<StallScenario> scenarios, int rounds, Duration busy, int sleepers, int connections,
		Duration warmUp, String hogCore, String loadCore, Duration limit, Path output) {

	static final String HELP = """
			Usage: benchmarks/stall/run [options]

			  --quick              does it work at all: about 20 s, the numbers mean nothing
			  --scenarios LIST     of sleepers,echo (default: all)
			  --rounds N           rounds of each engine (default: 5)
			  --seconds N          how long hogs are busy in a round (default: 5)
			  --sleepers N         how many sleep for 1 ms again and again beside the hogs (default: 100)
			  --connections N      connections of the echo service (default: 64)
			  --warm-up N          seconds of warm-up of each echo service (default: 15)
			  --hog-core N         core of the busy process beside the echo service (default: 1)
			  --load-core N        core of the load generator; the service may use both (default: 0)
			  --max-minutes N      start no more rounds after this time (default: 10)
			  --output FILE        Markdown file to write, relative to the project
			                       (default: benchmarks/results/stall.md)
			  --help               this text
			""";

	private static final Set<String> FLAGS = Set.of("quick", "help");

	private static final Set<String> NAMES = Set.of("scenarios", "rounds", "seconds", "sleepers", "connections",
			"warm-up", "hog-core", "load-core", "max-minutes", "output");

	static StallOptions parse(String... arguments) {
		CommandLine line = new CommandLine(FLAGS, NAMES, arguments);
		boolean quick = line.has("quick");
		return new StallOptions(line.getConstants("scenarios", List.of(StallScenario.values())),
				line.getNumber("rounds", quick ? 1 : 5), Duration.ofSeconds(line.getNumber("seconds", quick ? 1 : 5)),
				line.getNumber("sleepers", 100), line.getNumber("connections", 64),
				Duration.ofSeconds(line.getNumber("warm-up", quick ? 1 : 15)), line.get("hog-core", "1"),
				line.get("load-core", "0"), Duration.ofMinutes(line.getNumber("max-minutes", 10)),
				Path.of(line.get("output", "benchmarks/results/stall.md")));
	}

}
