package io.coroutine.benchmarks.support;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CommandLine}.
 */
class CommandLineTests {

	private static final Set<String> FLAGS = Set.of("quick");

	private static final Set<String> NAMES = Set.of("count", "list");

	@Test
	void whenValuesAreGivenEitherWayThenReadsThem() {
		CommandLine line = new CommandLine(FLAGS, NAMES, "--count", "7", "--list=3, 2,3", "--quick");
		assertThat(line.getNumber("count", 1)).isEqualTo(7);
		assertThat(line.getNumbers("list", List.of(1))).containsExactly(3, 2);
		assertThat(line.has("quick")).isTrue();
	}

	@Test
	void whenNothingIsGivenThenHasDefaults() {
		CommandLine line = new CommandLine(FLAGS, NAMES);
		assertThat(line.getNumber("count", 1)).isEqualTo(1);
		assertThat(line.get("list", "all")).isEqualTo("all");
		assertThat(line.getWords("list", " a  b ")).containsExactly("a", "b");
		assertThat(line.has("quick")).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "--other, Unknown option '--other'", "count, Unknown option 'count'",
			"--count, Option --count needs a value", "--quick=yes, Unknown option '--quick=yes'",
			"--count=-1, is not a positive number" })
	void whenAnArgumentIsWrongThenSaysWhy(String argument, String message) {
		assertThatExceptionOfType(BenchmarkException.class)
			.isThrownBy(() -> new CommandLine(FLAGS, NAMES, argument).getNumber("count", 1))
			.withMessageContaining(message);
	}

}
