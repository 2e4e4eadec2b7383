package io.coroutine.tomcat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The process may not open any more files.
 */
class DescriptorShortageTests {

	private static final int FILES = 150;

	@Test
	void whenNoDescriptorIsLeftThenAcceptingRestsAndGoesOnLater() throws Exception {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		Process process = new ProcessBuilder("sh", "-c", "ulimit -n " + FILES + " && exec \"$0\" \"$@\"", java,
				"-ea:io.coroutine...", "--add-opens", "java.base/java.lang=ALL-UNNAMED",
				"--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
				DescriptorShortage.class.getName())
			.redirectErrorStream(true)
			.start();
		long start = System.nanoTime();
		try (InputStream output = process.getInputStream()) {
			String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
			assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
			assertThat(text).contains("survived");
			// Said once in ten seconds, not for each attempt
			int most = 1 + (int) TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start) / 10;
			assertThat(text.split("No connection can be accepted", -1)).hasSizeBetween(2, 1 + most);
		}
		finally {
			process.destroyForcibly();
		}
	}

}
