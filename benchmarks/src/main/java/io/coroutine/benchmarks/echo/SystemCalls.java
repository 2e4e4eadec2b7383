package io.coroutine.benchmarks.echo;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.coroutine.benchmarks.support.BenchmarkException;
import io.coroutine.benchmarks.support.Tool;

/**
 * How many system calls a service makes for a request, as {@code strace} counts them.
 *
 * @param perRequest the number for a request, by name
 */
record SystemCalls(Map<String, Double> perRequest) {

	private static final int SECONDS = 15;

	/**
	 * Count, while there is load.
	 * @param pid the process of the service
	 * @param logs where {@code strace} may write
	 * @param load makes the load
	 */
	static SystemCalls count(long pid, Path logs, Supplier<LoadResult> load) throws InterruptedException {
		Path output = logs.resolve("strace-" + pid + ".txt");
		try {
			Process strace = new ProcessBuilder(Tool.STRACE.name(), "-c", "-f", "-p", String.valueOf(pid), "-o",
					output.toString())
				.redirectErrorStream(true)
				.redirectOutput(logs.resolve("strace.log").toFile())
				.start();
			long requests;
			try {
				awaitAttached(strace, pid);
				requests = load.get().requests();
			}
			finally {
				// It lets the service go, and writes what it has counted
				strace.destroy();
			}
			if (!strace.waitFor(SECONDS, TimeUnit.SECONDS)) {
				strace.destroyForcibly();
				throw new BenchmarkException("strace did not end");
			}
			return parse(Files.readAllLines(output), requests);
		}
		catch (IOException ex) {
			throw new BenchmarkException("strace cannot count system calls: " + ex.getMessage(), ex);
		}
	}

	private static void awaitAttached(Process strace, long pid) throws IOException, InterruptedException {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
		while (!isAttached(pid)) {
			if (!strace.isAlive() || System.nanoTime() > deadline) {
				throw new BenchmarkException("strace cannot attach to a process: it needs the right to trace it");
			}
			Thread.sleep(20);
		}
	}

	private static boolean isAttached(long pid) throws IOException {
		try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc", String.valueOf(pid), "task"))) {
			for (Path thread : threads) {
				try (Stream<String> lines = Files.lines(thread.resolve("status"))) {
					if (lines.anyMatch((line) -> line.matches("TracerPid:\\s+0"))) {
						return false;
					}
				}
			}
		}
		return true;
	}

	static SystemCalls parse(List<String> lines, long requests) {
		Map<String, Double> perRequest = new TreeMap<>();
		for (String line : lines) {
			// % time, seconds, usecs/call, calls, maybe errors, the name
			String[] fields = line.trim().split("\\s+", -1);
			if (fields.length >= 5 && fields[3].matches("\\d+") && !fields[fields.length - 1].equals("total")) {
				perRequest.put(fields[fields.length - 1], Long.parseLong(fields[3]) / (double) requests);
			}
		}
		return new SystemCalls(perRequest);
	}

	double of(String name) {
		return this.perRequest.getOrDefault(name, 0.0);
	}

}
