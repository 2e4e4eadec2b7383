package io.coroutine.benchmarks.compare;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.coroutine.benchmarks.support.BenchmarkException;

/**
 * The load generator.
 */
final class Wrk {

	private static final Duration GRACE = Duration.ofSeconds(15);

	private final int threads;

	private final Path outputFile;

	Wrk(int threads, Path logs) {
		this.threads = threads;
		this.outputFile = logs.resolve("wrk.log");
	}

	/**
	 * Tell which version is installed.
	 * @return the first line of the version
	 * @throws BenchmarkException if none is installed
	 */
	String version() throws InterruptedException {
		String output = run(List.of("wrk", "--version"), GRACE);
		return output.lines().findFirst().orElse("wrk").replaceFirst(" Copyright.*", "").trim();
	}

	/**
	 * Request something again and again.
	 * @param uri what to request
	 * @param connections how many connections do that at once
	 * @param duration for how long
	 * @return the result
	 */
	WrkReport load(URI uri, int connections, Duration duration) throws InterruptedException {
		return WrkReport.parse(run(command(uri.toString(), connections, duration), duration.plus(GRACE)));
	}

	/**
	 * Return the command that makes the load.
	 * @param uri what to request
	 * @param connections how many connections do that at once
	 * @param duration for how long
	 * @return the command
	 */
	List<String> command(String uri, int connections, Duration duration) {
		return List.of("wrk", "--latency", "--threads", String.valueOf(Math.min(this.threads, connections)),
				"--connections", String.valueOf(connections), "--duration", duration.toSeconds() + "s", uri);
	}

	private String run(List<String> command, Duration timeout) throws InterruptedException {
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(this.outputFile.toFile())
				.start();
			if (!process.waitFor(timeout.toSeconds(), TimeUnit.SECONDS)) {
				process.destroyForcibly();
				throw new BenchmarkException("wrk did not end: " + String.join(" ", command));
			}
			return Files.readString(this.outputFile, StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new BenchmarkException("wrk, the load generator, cannot be run. Install it, "
					+ "for example with \"apt-get install wrk\" or \"brew install wrk\".", ex);
		}
	}

}
