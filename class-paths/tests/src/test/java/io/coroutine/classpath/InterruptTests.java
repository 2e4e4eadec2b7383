package io.coroutine.classpath;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What deadlines do to code that loads classes from its executable jar, writes a log and
 * has an embedded database, a thousand times each; and what interrupts do without care.
 */
class InterruptTests {

	@TempDir
	private Path directory;

	@Test
	void whenDeadlinesPassThenNothingIsLost() throws Exception {
		assertThat(run("DEADLINE")).contains("engine: EVENT_LOOP")
			.containsAll(run("NONE").stream().filter((line) -> line.contains(": ")).toList())
			.contains("lines: 1000", "rows: 1000");
	}

	@Test
	void whenInterruptedWithoutCareThenLogAndDatabaseAreLost() throws Exception {
		assertThat(run("INTERRUPTS")).contains("engine: EVENT_LOOP", "rows: -1").doesNotContain("lines: 1000");
	}

	private List<String> run(String disturbance) throws IOException, InterruptedException {
		Path own = this.directory.resolve(disturbance);
		assertThat(own.toFile().mkdir()).isTrue();
		try (Launched program = Launched.command(new ProcessBuilder(Launched.JAVA, "-XX:TieredStopAtLevel=1",
				"--add-opens=java.base/java.lang=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED", "-jar",
				Launched.jarOf("interrupts").toString(), disturbance, own.toString()))) {
			program.await("the rows are counted", (line) -> line.startsWith("rows: "));
			return program.lines();
		}
	}

}
