package io.coroutine.benchmarks.echo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.coroutine.benchmarks.support.CommandLine;

/**
 * What to measure, and for how long.
 *
 * @param connections the numbers of connections
 * @param rounds the number of rounds of each engine
 * @param round how long a round lasts
 * @param warmUp how long the warm-up of each engine with each number of connections lasts
 * @param trace how long system calls are counted
 * @param serverCore the core of the services
 * @param loadCore the core of the load generators
 * @param limit after what time no more round starts
 * @param output the file to write
 */
record EchoOptions(List<Integer> connections, int rounds, Duration round, Duration warmUp, Duration trace,
		String serverCore, String loadCore, Duration limit, Path output) {

	static final String HELP = """
			Usage: benchmarks/echo/run [options]

			  --quick              does it work at all: about 20 s, the numbers mean nothing
			  --connections LIST   numbers of connections (default: 100,1000)
			  --rounds N           rounds of each engine (default: 7)
			  --seconds N          length of a round (default: 5)
			  --warm-up N          seconds of warm-up of each engine (default: 15)
			  --trace N            seconds during which system calls are counted (default: 3)
			  --server-core N      core of the services (default: 0)
			  --load-core N        core of the load generators (default: 1)
			  --max-minutes N      start no more rounds after this time (default: 15)
			  --output FILE        Markdown file to write, relative to the project
			                       (default: benchmarks/results/echo.md)
			  --help               this text
			""";

	private static final Set<String> FLAGS = Set.of("quick", "help");

	private static final Set<String> NAMES = Set.of("connections", "rounds", "seconds", "warm-up", "trace",
			"server-core", "load-core", "max-minutes", "output");

	static EchoOptions parse(String... arguments) {
		CommandLine line = new CommandLine(FLAGS, NAMES, arguments);
		boolean quick = line.has("quick");
		return new EchoOptions(line.getNumbers("connections", List.of(100, 1000)),
				line.getNumber("rounds", quick ? 1 : 7), Duration.ofSeconds(line.getNumber("seconds", quick ? 1 : 5)),
				Duration.ofSeconds(line.getNumber("warm-up", quick ? 1 : 15)),
				Duration.ofSeconds(line.getNumber("trace", quick ? 1 : 3)), line.get("server-core", "0"),
				line.get("load-core", "1"), Duration.ofMinutes(line.getNumber("max-minutes", 15)),
				Path.of(line.get("output", "benchmarks/results/echo.md")));
	}

}
