package io.coroutine.benchmarks.micro;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.coroutine.benchmarks.support.CommandLine;

/**
 * What to measure, and for how long.
 *
 * @param operations what to measure
 * @param rounds the number of rounds, each with a JVM of its own for each peer
 * @param warmUps the number of iterations of the warm-up
 * @param iterations the number of iterations that are measured
 * @param iteration how long an iteration lasts
 * @param live how many are parked while one of them is woken
 * @param limit after what time no more round starts
 * @param jvmFlags more JVM flags
 * @param output the file to write
 */
record MicroOptions(List<Operation> operations, int rounds, int warmUps, int iterations, Duration iteration, int live,
		Duration limit, List<String> jvmFlags, Path output) {

	static final String HELP = """
			Usage: benchmarks/micro/run [options]

			  --quick              does it work at all: about 2 minutes, the numbers mean nothing
			  --operations LIST    of yield,transfer,channel,park,create,stack,fork,gate,gate-line,overhead,
			                       recording (default: all)
			  --rounds N           rounds, each with a JVM of its own for each peer (default: 5)
			  --warm-up N          iterations of the warm-up of each JVM (default: 5)
			  --iterations N       iterations that are measured in each JVM (default: 5)
			  --seconds N          length of an iteration (default: 1)
			  --live N             how many are parked while one of them is woken (default: 1000000)
			  --max-minutes N      start no more rounds after this time (default: 60)
			  --jvm "FLAGS"        more JVM flags
			  --output FILE        Markdown file to write, relative to the project
			                       (default: benchmarks/results/micro.md)
			  --help               this text
			""";

	private static final Set<String> FLAGS = Set.of("quick", "help");

	private static final Set<String> NAMES = Set.of("operations", "rounds", "warm-up", "iterations", "seconds", "live",
			"max-minutes", "jvm", "output");

	static MicroOptions parse(String... arguments) {
		CommandLine line = new CommandLine(FLAGS, NAMES, arguments);
		boolean quick = line.has("quick");
		return new MicroOptions(line.getConstants("operations", List.of(Operation.values())),
				line.getNumber("rounds", quick ? 1 : 5), line.getNumber("warm-up", quick ? 1 : 5),
				line.getNumber("iterations", quick ? 1 : 5), Duration.ofSeconds(line.getNumber("seconds", 1)),
				line.getNumber("live", quick ? 100_000 : 1_000_000),
				Duration.ofMinutes(line.getNumber("max-minutes", 60)), line.getWords("jvm", ""),
				Path.of(line.get("output", "benchmarks/results/micro.md")));
	}

}
