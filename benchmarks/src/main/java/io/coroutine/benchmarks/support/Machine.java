package io.coroutine.benchmarks.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;

/**
 * What benchmarks run on.
 *
 * @param cpu the model of the CPU
 * @param cores the number of cores
 * @param memory the size of the memory
 * @param system the operating system
 * @param jdk the JDK
 */
public record Machine(String cpu, int cores, String memory, String system, String jdk) {

	public static Machine local() {
		return new Machine(find("/proc/cpuinfo", "model name"), Runtime.getRuntime().availableProcessors(),
				gibibytes(find("/proc/meminfo", "MemTotal")),
				"%s %s %s".formatted(System.getProperty("os.name"), System.getProperty("os.version"),
						System.getProperty("os.arch")),
				"%s (%s)".formatted(System.getProperty("java.vm.version"), System.getProperty("java.vendor")));
	}

	/**
	 * Return what a report begins with.
	 * @param time when it is made
	 * @param commit the commit that was measured
	 * @return items of a list in Markdown
	 */
	public String describe(Instant time, String commit) {
		return """
				- Date: %s, commit %s
				- Machine: %s, %d cores, %s, %s
				- JDK: %s
				""".formatted(time, commit, this.cpu, this.cores, this.memory, this.system, this.jdk);
	}

	private static String find(String file, String name) {
		try {
			return Files.readAllLines(Path.of(file))
				.stream()
				.filter((line) -> line.startsWith(name))
				.map((line) -> line.substring(line.indexOf(':') + 1).trim())
				.findFirst()
				.orElse("unknown");
		}
		catch (IOException ex) {
			return "unknown";
		}
	}

	private static String gibibytes(String kibibytes) {
		String digits = kibibytes.replaceAll("\\D", "");
		return digits.isEmpty() ? kibibytes
				: String.format(Locale.ROOT, "%.0f GiB", Double.parseDouble(digits) / (1024 * 1024));
	}

}
