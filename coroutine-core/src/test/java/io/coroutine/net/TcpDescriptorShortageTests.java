package io.coroutine.net;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import io.coroutine.EngineChoice;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The process may not open any more files.
 */
class TcpDescriptorShortageTests {

	private static final int FILES = 120;

	@ParameterizedTest
	@EnumSource(value = EngineChoice.class, names = { "EVENT_LOOP", "PORTABLE" })
	void whenNoDescriptorIsLeftThenServerRestsAndGoesOnLater(EngineChoice engine) throws Exception {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		Process process = new ProcessBuilder("sh", "-c", "ulimit -n " + FILES + " && exec \"$0\" \"$@\"", java,
				"--add-opens", "java.base/java.lang=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED", "-cp",
				System.getProperty("java.class.path"), TcpDescriptorShortage.class.getName(), engine.name())
			.redirectErrorStream(true)
			.start();
		try (InputStream output = process.getInputStream()) {
			String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
			assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
			assertThat(text).contains("survived");
			// Said once in ten seconds, not for each attempt
			assertThat(text.split("No connection can be accepted", -1)).hasSizeBetween(2, 4);
		}
		finally {
			process.destroyForcibly();
		}
	}

}
