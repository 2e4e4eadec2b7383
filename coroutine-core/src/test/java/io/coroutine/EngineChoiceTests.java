package io.coroutine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

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

	private static String run(String choice, String... options) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of(options));
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), Program.class.getName(), choice));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
		return output;
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
