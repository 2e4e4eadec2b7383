package io.coroutine.benchmarks.compare;

import java.nio.file.Path;
import java.time.Duration;

import io.coroutine.benchmarks.support.BenchmarkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Options}.
 */
class OptionsTests {

	@Test
	void whenNothingIsGivenThenComparesAllButTheVariantsOfCoroutines() {
		Options options = Options.parse();
		assertThat(options.modes()).containsExactly(Mode.STOCK, Mode.VIRTUAL, Mode.COROUTINES);
		assertThat(options.scenarios()).containsExactly(Scenario.values());
		assertThat(options.connections()).containsExactly(16, 64, 256);
		assertThat(options.rounds()).isEqualTo(5);
		assertThat(options.round()).isEqualTo(Duration.ofSeconds(5));
		assertThat(options.jvmFlags()).containsExactly("-Xmx512m", "-XX:+UseG1GC");
		assertThat(options.arguments()).isEmpty();
	}

	@Test
	void whenQuickThenIsShorterButGivenNumbersWin() {
		Options options = Options.parse("--quick", "--rounds", "7");
		assertThat(options.rounds()).isEqualTo(7);
		assertThat(options.round()).isEqualTo(Duration.ofSeconds(2));
		assertThat(options.connections()).containsExactly(64);
	}

	@Test
	void whenListsAreGivenThenKeepsTheirOrder() {
		Options options = Options.parse("--modes", "virtual,unmetered", "--scenarios=rest-template",
				"--connections=8, 4", "--output=some.md", "--coroutine-args", "--a=1 --b=2");
		assertThat(options.modes()).containsExactly(Mode.VIRTUAL, Mode.UNMETERED);
		assertThat(options.scenarios()).containsExactly(Scenario.REST_TEMPLATE);
		assertThat(options.connections()).containsExactly(8, 4);
		assertThat(options.output()).isEqualTo(Path.of("some.md"));
		assertThat(options.coroutineArguments()).containsExactly("--a=1", "--b=2");
	}

	@ParameterizedTest
	@CsvSource({ "--fast, Unknown option '--fast'", "--rounds=0, is not a positive number",
			"--rounds=x, is not a positive number", "--rounds, Option --rounds needs a value",
			"--modes=green, no 'green'", "stock, Unknown option 'stock'" })
	void whenOptionIsWrongThenSaysWhy(String argument, String message) {
		assertThatExceptionOfType(BenchmarkException.class).isThrownBy(() -> Options.parse(argument))
			.withMessageContaining(message);
	}

}
