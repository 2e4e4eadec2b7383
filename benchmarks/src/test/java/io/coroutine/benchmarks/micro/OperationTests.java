package io.coroutine.benchmarks.micro;

import java.time.Duration;
import java.util.List;

import io.coroutine.benchmarks.support.BenchmarkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Operation} and {@link MicroOptions}.
 */
class OperationTests {

	@ParameterizedTest
	@EnumSource
	void whenAPeerIsNamedThenItHasOneBenchmark(Operation operation) {
		assertThat(operation.peers()).contains(operation.base())
			.allSatisfy((peer) -> assertThat(BenchmarkList.defaultList()
				.find(OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT),
						List.of(operation.pattern(peer)), List.of()))
				.hasSize(1));
	}

	@Test
	void whenNothingIsGivenThenMeasuresAll() {
		MicroOptions options = MicroOptions.parse();
		assertThat(options.operations()).containsExactly(Operation.values());
		assertThat(options.rounds()).isEqualTo(5);
		assertThat(options.live()).isEqualTo(1_000_000);
		assertThat(options.iteration()).isEqualTo(Duration.ofSeconds(1));
	}

	@Test
	void whenQuickThenIsShorterButGivenNumbersWin() {
		MicroOptions options = MicroOptions.parse("--quick", "--live=5", "--operations=park,create", "--jvm",
				"-Xa -Xb");
		assertThat(options.rounds()).isEqualTo(1);
		assertThat(options.live()).isEqualTo(5);
		assertThat(options.operations()).containsExactly(Operation.PARK, Operation.CREATE);
		assertThat(options.jvmFlags()).containsExactly("-Xa", "-Xb");
	}

	@Test
	void whenAnOperationIsUnknownThenSaysSo() {
		assertThatExceptionOfType(BenchmarkException.class).isThrownBy(() -> MicroOptions.parse("--operations=jump"))
			.withMessageContaining("no 'jump'");
	}

}
