package io.coroutine.classpath;

import java.net.ConnectException;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Two applications in one JVM, of which one is closed and another started.
 */
class SeveralContextsTests {

	@Test
	void whenOneOfTwoApplicationsIsClosedThenTheOtherGoesOn() throws Exception {
		try (Launched both = Launched.run(List.of("-Dloader.main=io.coroutine.classpath.SeveralContexts", "-cp",
				Launched.jarOf("minimal").toString(), "org.springframework.boot.loader.launch.PropertiesLauncher"))) {
			awaitPorts(both, 2);
			int first = both.ports().get(0);
			int second = both.ports().get(1);
			both.assertRunsInCoroutines(first);
			both.assertRunsInCoroutines(second);
			both.type("close");
			awaitPorts(both, 3);
			assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> both.get(first, "/where"));
			both.assertRunsInCoroutines(second);
			both.assertRunsInCoroutines(both.ports().get(2));
			both.assertEndsQuietly();
		}
	}

	private static void awaitPorts(Launched both, int count) {
		both.await("one more is up", (line) -> both.lines().stream().filter(Launched::isUp).count() == count);
	}

}
