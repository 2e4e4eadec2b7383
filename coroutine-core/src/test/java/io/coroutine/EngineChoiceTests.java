package io.coroutine;

import java.util.List;

import io.coroutine.test.ChildProcess;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What happens in JVMs that lack what the event-loop engine needs.
 */
class EngineChoiceTests {

	private static final String OPENS = "--add-opens=java.base/java.lang=ALL-UNNAMED";

	private static final String NATIVE = "--enable-native-access=ALL-UNNAMED";

	@Test
	void whenAutoAndBothOptionsThenEventLoop() throws Exception {
		assertThat(run("AUTO", OPENS, NATIVE)).contains("EVENT_LOOP: it is available here and has passed its self-test")
			.doesNotContain("WARN");
	}

	@Test
	void whenAutoAndJavaLangIsClosedThenPortableAndOneWarningNamesTheOption() throws Exception {
		assertThat(run("AUTO", NATIVE)).containsOnlyOnce("WARNING")
			.contains("PORTABLE: the event-loop engine is not available")
			.contains("the JVM option --add-opens java.base/java.lang=ALL-UNNAMED is missing")
			.contains("Add '" + OPENS + " " + NATIVE + "' to the options of the JVM");
	}

	@Test
	void whenAutoAndNativeAccessIsOffThenPortableAndOneWarningNamesTheOption() throws Exception {
		assertThat(run("AUTO", OPENS)).containsOnlyOnce("WARNING")
			.contains("PORTABLE: the event-loop engine is not available")
			.contains("the JVM option --enable-native-access=ALL-UNNAMED is missing");
	}

	@Test
	void whenEventLoopIsAskedForAndNotAvailableThenTheStartFails() throws Exception {
		assertThat(run("EVENT_LOOP", NATIVE))
			.contains("EngineUnavailableException: The event-loop engine is not available")
			.doesNotContain("PORTABLE");
	}

	@Test
	void whenPortableIsAskedForThenNoOptionIsNeeded() throws Exception {
		assertThat(run("PORTABLE")).contains("PORTABLE: it was asked for").doesNotContain("WARN");
	}

	private static String run(String choice, String... options) throws Exception {
		return ChildProcess.output(Program.class, List.of(options), choice);
	}

	/**
	 * Runs in the other JVM.
	 */
	static final class Program {

		public static void main(String[] args) throws InterruptedException {
			try (CoroutineRuntime runtime = CoroutineRuntime.builder().engine(EngineChoice.valueOf(args[0])).start()) {
				runtime.start(() -> System.out.println(runtime.engine() + ": " + runtime.engineReason())).join();
			}
		}

	}

}
