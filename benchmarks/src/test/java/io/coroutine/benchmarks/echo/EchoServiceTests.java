package io.coroutine.benchmarks.echo;

import java.io.IOException;
import java.nio.file.Files;
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
	void whenThereIsLoadThenItIsAnswered(EchoEngine engine) throws IOException {
		String core = core();
		try (EchoService service = new EchoService(engine, 1, core, this.logs);
				EchoClient client = service.connect(8, core)) {
			LoadResult closed = client.load(SHORT);
			assertThat(closed.requests()).isPositive();
			assertThat(closed.nanos()).isGreaterThanOrEqualTo(SHORT.toNanos());
			LoadResult constant = client.load(100, SHORT);
			assertThat(constant.requests()).isEqualTo(20);
			assertThat(constant.p50()).isBetween(1L, constant.max());
			assertThat(service.usage().cpuMicros()).isPositive();
		}
	}

	/**
	 * Return a core that this process may use: in a container it need not be the first.
	 */
	private static String core() throws IOException {
		String allowed = Files.readAllLines(Path.of("/proc/self/status"))
			.stream()
			.filter((line) -> line.startsWith("Cpus_allowed_list:"))
			.findFirst()
			.orElseThrow();
		return allowed.replaceAll("\\D*(\\d+).*", "$1");
	}

}
