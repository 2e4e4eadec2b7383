package io.coroutine.benchmarks.compare;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.coroutine.benchmarks.support.CommandLine;

/**
 * What to compare, and for how long.
 *
 * @param modes the ways to run the sample
 * @param scenarios what requests do
 * @param connections the numbers of client connections
 * @param rounds the number of rounds of each combination
 * @param round how long a round of one mode lasts
 * @param warmUpStep how long a step of the warm-up of a mode for a scenario lasts
 * @param limit after what time no more round starts
 * @param loadThreads the number of threads of the load generator
 * @param poolSize the size of the connection pool, 0 for Hikari's default
 * @param jvmFlags the JVM flags of each server
 * @param arguments more arguments of each server
 * @param coroutineArguments more arguments of the server that runs on coroutines
 * @param output the file to write
 */
record Options(List<Mode> modes, List<Scenario> scenarios, List<Integer> connections, int rounds, Duration round,
		Duration warmUpStep, Duration limit, int loadThreads, int poolSize, List<String> jvmFlags,
		List<String> arguments, List<String> coroutineArguments, Path output) {

	static final String HELP = """
			Usage: benchmarks/compare/run [options]

			  --quick                  a first look in about 4 minutes: 3 rounds of 2 s at 64 connections,
			                           with a warm-up too short for numbers to quote
			  --modes LIST             of stock,virtual,coroutines, and to see what parts of them cost:
			                           unmetered (coroutines without meters), bare (with what is done for
			                           requests switched off), used (with admission and deadlines)
			                           (default: stock,virtual,coroutines)
			  --scenarios LIST         of hello,jdbc,rest-template (default: all)
			  --connections LIST       client connections (default: 16,64,256)
			  --rounds N               rounds of each combination (default: 5)
			  --seconds N              length of a round of one mode (default: 5)
			  --warm-up N              seconds of a step of the warm-up: 3 to 8 steps for each mode and
			                           scenario, until CPU per request falls no more (default: 4)
			  --max-minutes N          start no more rounds after this time (default: 30)
			  --wrk-threads N          threads of the load generator (default: the number of cores)
			  --pool-size N            size of the connection pool (default: Hikari's, 10)
			  --jvm "FLAGS"            JVM flags of each server (default: -Xmx512m -XX:+UseG1GC)
			  --args "ARGS"            more arguments of each server
			  --coroutine-args "ARGS"  more arguments of the server that runs on coroutines
			  --output FILE            Markdown file to write, relative to the project
			                           (default: benchmarks/results/compare.md)
			  --help                   this text
			""";

	private static final Set<String> FLAGS = Set.of("quick", "help");

	private static final Set<String> NAMES = Set.of("modes", "scenarios", "connections", "rounds", "seconds", "warm-up",
			"max-minutes", "wrk-threads", "pool-size", "jvm", "args", "coroutine-args", "output");

	static Options parse(String... arguments) {
		CommandLine line = new CommandLine(FLAGS, NAMES, arguments);
		boolean quick = line.has("quick");
		return new Options(line.getConstants("modes", Mode.USUAL),
				line.getConstants("scenarios", List.of(Scenario.values())),
				line.getNumbers("connections", quick ? List.of(64) : List.of(16, 64, 256)),
				line.getNumber("rounds", quick ? 3 : 5), Duration.ofSeconds(line.getNumber("seconds", quick ? 2 : 5)),
				Duration.ofSeconds(line.getNumber("warm-up", quick ? 2 : 4)),
				Duration.ofMinutes(line.getNumber("max-minutes", 30)),
				line.getNumber("wrk-threads", Runtime.getRuntime().availableProcessors()),
				line.getNumber("pool-size", 0), line.getWords("jvm", "-Xmx512m -XX:+UseG1GC"),
				line.getWords("args", ""), line.getWords("coroutine-args", ""),
				Path.of(line.get("output", "benchmarks/results/compare.md")));
	}

}
