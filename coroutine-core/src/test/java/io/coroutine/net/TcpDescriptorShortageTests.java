package io.coroutine.net;

import java.util.concurrent.TimeUnit;

import io.coroutine.EngineChoice;
import io.coroutine.test.ChildProcess;
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
		long before = System.nanoTime();
		String text = ChildProcess.output(ChildProcess.withFewFiles(FILES, TcpDescriptorShortage.class, engine.name()));
		assertThat(text).contains("survived");
		// Said once in ten seconds, not for each attempt
		int most = 4 + (int) ((System.nanoTime() - before) / TimeUnit.SECONDS.toNanos(10));
		assertThat(text.split("No connection can be accepted", -1)).hasSizeBetween(2, most);
	}

}
