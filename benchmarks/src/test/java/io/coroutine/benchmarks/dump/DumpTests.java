package io.coroutine.benchmarks.dump;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.coroutine.benchmarks.support.JavaCommand;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Dump} and {@link DumpOptions}.
 */
class DumpTests {

	@Test
	void whenFewAreDumpedThenTheResultIsTold() throws Exception {
		Process process = new ProcessBuilder(
				JavaCommand.of(List.of("-Xmx512m"), Dump.class, "--quick", "--stacks=3", "--loops=2"))
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(output).contains("seconds of the CPU", "MB allocated", "Requests beside it: p50 ")
			.containsPattern("A dump of 1,0\\d\\d coroutines, in \\d+ groups of up to \\d\\d+ frames");
		assertThat(process.waitFor()).isZero();
	}

	@Test
	void whenNothingIsGivenThenAHundredThousandAreDumped() {
		DumpOptions options = DumpOptions.parse();
		assertThat(options.coroutines()).isEqualTo(100_000);
		assertThat(options.depth()).isEqualTo(80);
		assertThat(options.dumps()).isEqualTo(10);
	}

}
