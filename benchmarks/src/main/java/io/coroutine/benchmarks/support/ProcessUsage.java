package io.coroutine.benchmarks.support;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a process has used since its start, as the kernel counts it.
 *
 * @param cpuMicros the CPU time of all its threads, ended ones included
 * @param switches the context switches of each living thread
 */
public record ProcessUsage(long cpuMicros, Map<String, Long> switches) {

	// The kernel reports in ticks of 1/100 s on each architecture of today
	private static final long MICROS_PER_TICK = 10_000;

	public static ProcessUsage of(long pid) {
		return of(Path.of("/proc", String.valueOf(pid)));
	}

	static ProcessUsage of(Path directory) {
		try {
			return new ProcessUsage(cpuMicros(Files.readString(directory.resolve("stat"))),
					switches(directory.resolve("task")));
		}
		catch (IOException ex) {
			throw new BenchmarkException("Cannot read what a process used: " + ex.getMessage(), ex);
		}
	}

	/**
	 * Return what was used since an earlier time. Switches of threads that ended in
	 * between are lost: the kernel forgets them with the thread. A server under steady
	 * load ends hardly any.
	 * @param earlier the usage then
	 * @return the difference
	 */
	public Difference since(ProcessUsage earlier) {
		long sum = 0;
		for (Map.Entry<String, Long> thread : this.switches.entrySet()) {
			long before = earlier.switches.getOrDefault(thread.getKey(), 0L);
			// A number is used again now and then
			sum += (thread.getValue() >= before) ? thread.getValue() - before : thread.getValue();
		}
		return new Difference(this.cpuMicros - earlier.cpuMicros, sum);
	}

	static long cpuMicros(String stat) {
		// The name, in parentheses, may hold anything
		String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
		long user = Long.parseLong(fields[11]);
		long system = Long.parseLong(fields[12]);
		return (user + system) * MICROS_PER_TICK;
	}

	static long switches(List<String> status) {
		return status.stream()
			.filter((line) -> line.startsWith("voluntary_ctxt_switches:")
					|| line.startsWith("nonvoluntary_ctxt_switches:"))
			.mapToLong((line) -> Long.parseLong(line.substring(line.indexOf(':') + 1).trim()))
			.sum();
	}

	private static Map<String, Long> switches(Path tasks) throws IOException {
		Map<String, Long> switches = new HashMap<>();
		try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
			for (Path thread : threads) {
				try {
					switches.put(String.valueOf(thread.getFileName()),
							switches(Files.readAllLines(thread.resolve("status"))));
				}
				catch (NoSuchFileException ex) {
					// Ended just now
				}
			}
		}
		return switches;
	}

	/**
	 * What was used between two points in time.
	 *
	 * @param cpuMicros the CPU time
	 * @param switches the context switches
	 */
	public record Difference(long cpuMicros, long switches) {

	}

}
