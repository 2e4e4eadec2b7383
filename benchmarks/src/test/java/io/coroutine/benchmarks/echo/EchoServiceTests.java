package io.coroutine.benchmarks.echo;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EchoService} and {@link EchoClient}: a short round of each engine.
 */
@EnabledOnOs(OS.LINUX)
class EchoServiceTests {

	private static final Duration SHORT = Duration.ofMillis(200);

	@TempDir
	private Path logs;

	@ParameterizedTest
	@EnumSource
	void whenThereIsLoadThenItIsAnswered(EchoEngine engine) {
		try (EchoService service = new EchoService(engine, 1, "0", this.logs);
				EchoClient client = service.connect(8, "0")) {
			LoadResult closed = client.load(SHORT);
			assertThat(closed.requests()).isPositive();
			assertThat(closed.nanos()).isGreaterThanOrEqualTo(SHORT.toNanos());
			LoadResult constant = client.load(100, SHORT);
			assertThat(constant.requests()).isEqualTo(20);
			assertThat(constant.p50()).isBetween(1L, constant.max());
			assertThat(service.usage().cpuMicros()).isPositive();
		}
	}

}
