package io.coroutine.benchmarks.support;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ProcessUsage}.
 */
class ProcessUsageTests {

	private static final String STAT = "4711 (java (x) y) S 1 2 3 0 -1 4194304 100 0 0 0 250 50 7 8 20 0 40 0 99 1 2\n";

	@Test
	void whenNameHasParenthesesThenFindsTimes() {
		assertThat(ProcessUsage.cpuMicros(STAT)).isEqualTo(3_000_000);
	}

	@Test
	void whenProcessHasThreadsThenReadsEachOfThem(@TempDir Path directory) throws IOException {
		Files.writeString(directory.resolve("stat"), STAT);
		writeThread(directory, "4711", 5, 6);
		writeThread(directory, "4712", 70, 80);
		Files.createDirectories(directory.resolve("task/4713"));
		assertThat(ProcessUsage.of(directory))
			.isEqualTo(new ProcessUsage(3_000_000, Map.of("4711", 11L, "4712", 150L)));
	}

	@Test
	void whenThreadsComeAndGoThenCountsWhatIsKnown() {
		ProcessUsage before = new ProcessUsage(1_000, Map.of("stays", 100L, "ends", 50L, "reused", 40L));
		ProcessUsage after = new ProcessUsage(5_000, Map.of("stays", 130L, "starts", 7L, "reused", 3L));
		assertThat(after.since(before)).isEqualTo(new ProcessUsage.Difference(4_000, 40));
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void whenThisProcessWorksThenUsesTime() {
		ProcessUsage before = ProcessUsage.of(ProcessHandle.current().pid());
		// Time of the CPU, of which a busy machine may give little
		ThreadMXBean threads = ManagementFactory.getThreadMXBean();
		long end = threads.getCurrentThreadCpuTime() + 100_000_000;
		while (threads.getCurrentThreadCpuTime() < end) {
			Thread.onSpinWait();
		}
		ProcessUsage.Difference used = ProcessUsage.of(ProcessHandle.current().pid()).since(before);
		assertThat(used.cpuMicros()).isPositive();
		assertThat(used.switches()).isNotNegative();
	}

	@Test
	void whenProcessIsGoneThenSaysSo(@TempDir Path directory) {
		assertThatExceptionOfType(BenchmarkException.class)
			.isThrownBy(() -> ProcessUsage.of(directory.resolve("gone")));
	}

	private static void writeThread(Path directory, String id, long voluntary, long involuntary) throws IOException {
		Path thread = Files.createDirectories(directory.resolve("task").resolve(id));
		Files.writeString(thread.resolve("status"), """
				Name:	java
				State:	S (sleeping)
				voluntary_ctxt_switches:	%d
				nonvoluntary_ctxt_switches:	%d
				""".formatted(voluntary, involuntary));
	}

}
