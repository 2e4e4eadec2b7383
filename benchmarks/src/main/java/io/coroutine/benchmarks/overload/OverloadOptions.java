package io.coroutine.benchmarks.overload;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.coroutine.benchmarks.compare.Mode;
import io.coroutine.benchmarks.support.CommandLine;

/**
 * How much load, and for how long.
 *
 * @param modes the ways to run the sample
 * @param clients the number of clients under overload
 * @param hanging the number of requests that hang
 * @param measured how long each number is measured
 * @param limit after what time the run is ended
 * @param coroutineArguments the arguments of the sample on coroutines
 * @param output the file to write
 */
record OverloadOptions(List<Mode> modes, int clients, int hanging, Duration measured, Duration limit,
		List<String> coroutineArguments, Path output) {

	static final int POOL_SIZE = 10;

	/** Enough to make good use of the pool without a queue. */
	static final int PEAK_CLIENTS = 20;

	static final int BYSTANDERS = 16;

	static final String HELP = """
			Usage: benchmarks/overload/run [options]

			  --modes LIST             of stock,virtual,coroutines (default: all)
			  --clients N              clients that want the same ten connections, up to 8000 (default: 5000)
			  --hanging N              requests whose downstream hangs for 30 s (default: 2000)
			  --seconds N              how long each number is measured (default: 15)
			  --max-minutes N          end the run after this time (default: 15)
			  --coroutine-args "ARGS"  arguments of the sample on coroutines
			                           (default: --coroutine.admission.max-concurrent=20
			                           --coroutine.admission.queue-limit=200
			                           --coroutine.admission.classes.downstream.paths=/products/**
			                           --coroutine.admission.classes.downstream.max-concurrent=5000)
			  --output FILE            Markdown file to write, relative to the project
			                           (default: benchmarks/results/overload.md)
			  --help                   this text
			""";

	private static final String COROUTINE_ARGUMENTS = "--coroutine.admission.max-concurrent=20 "
			+ "--coroutine.admission.queue-limit=200 --coroutine.admission.classes.downstream.paths=/products/** "
			+ "--coroutine.admission.classes.downstream.max-concurrent=5000";

	private static final Set<String> FLAGS = Set.of("help");

	private static final Set<String> NAMES = Set.of("modes", "clients", "hanging", "seconds", "max-minutes",
			"coroutine-args", "output");

	static OverloadOptions parse(String... arguments) {
		CommandLine line = new CommandLine(FLAGS, NAMES, arguments);
		return new OverloadOptions(line.getConstants("modes", Mode.USUAL),
				Math.min(line.getNumber("clients", 5000), 8000), line.getNumber("hanging", 2000),
				Duration.ofSeconds(line.getNumber("seconds", 15)),
				Duration.ofMinutes(line.getNumber("max-minutes", 15)),
				line.getWords("coroutine-args", COROUTINE_ARGUMENTS),
				Path.of(line.get("output", "benchmarks/results/overload.md")));
	}

}
