package io.coroutine.benchmarks.echo;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EchoOptions}.
 */
class EchoOptionsTests {

	@Test
	void whenNothingIsGivenThenHasTheGoalsConnections() {
		EchoOptions options = EchoOptions.parse();
		assertThat(options.connections()).containsExactly(100, 1000);
		assertThat(options.rounds()).isEqualTo(7);
		assertThat(options.serverCore()).isEqualTo("0");
		assertThat(options.loadCore()).isEqualTo("1");
		assertThat(options.output()).isEqualTo(Path.of("benchmarks/results/echo.md"));
	}

	@Test
	void whenQuickThenIsShorterButGivenNumbersWin() {
		EchoOptions options = EchoOptions.parse("--quick", "--seconds=4", "--server-core=2-3");
		assertThat(options.rounds()).isEqualTo(1);
		assertThat(options.round()).isEqualTo(Duration.ofSeconds(4));
		assertThat(options.warmUp()).isEqualTo(Duration.ofSeconds(1));
		assertThat(options.serverCore()).isEqualTo("2-3");
	}

}
