package io.coroutine.benchmarks.million;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.coroutine.Introspection;
import io.coroutine.benchmarks.support.BenchmarkException;
import io.coroutine.benchmarks.support.JavaCommand;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Million} and {@link MillionOptions}.
 */
class MillionTests {

	@Test
	void whenAHundredThousandAreParkedThenEachIsWokenAndEnds() throws Exception {
		Process process = run("--coroutines=100000", "--histogram");
		assertThat(output(process)).contains("100,000 coroutines are parked")
			.containsPattern("They take \\d+ MB of heap, \\d+ bytes each")
			.contains("io.coroutine.internal.loop.LoopFiber")
			.contains("100,000 of 100,000 were woken and have ended")
			.contains("0 are lost");
		assertThat(process.waitFor()).isZero();
	}

	@Test
	void whenAnOptionIsWrongThenFails() throws Exception {
		Process process = run("--coroutines=none");
		assertThat(output(process)).contains("'none' is not a positive number");
		assertThat(process.waitFor()).isEqualTo(1);
	}

	@Test
	void whenNothingIsGivenThenParksTenMillion() {
		MillionOptions options = MillionOptions.parse();
		assertThat(options.coroutines()).isEqualTo(10_000_000);
		assertThat(options.loops()).isEqualTo(Runtime.getRuntime().availableProcessors());
		assertThat(options.introspection()).isEqualTo(Introspection.FULL);
		assertThat(options.histogram()).isFalse();
	}

	@Test
	void whenQuickThenParksFewerUnlessToldHowMany() {
		assertThat(MillionOptions.parse("--quick").coroutines()).isEqualTo(100_000);
		assertThat(MillionOptions.parse("--quick", "--coroutines=7").coroutines()).isEqualTo(7);
		assertThat(MillionOptions.parse("--counting").introspection()).isEqualTo(Introspection.COUNTING);
	}

	@Test
	void whenAnOptionIsUnknownThenSaysSo() {
		assertThatExceptionOfType(BenchmarkException.class).isThrownBy(() -> MillionOptions.parse("--all"))
			.withMessageContaining("Unknown option '--all'");
	}

	private static Process run(String... arguments) throws IOException {
		return new ProcessBuilder(JavaCommand.of(List.of("-Xmx1g"), Million.class, arguments)).redirectErrorStream(true)
			.start();
	}

	private static String output(Process process) throws IOException {
		return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
	}

}
