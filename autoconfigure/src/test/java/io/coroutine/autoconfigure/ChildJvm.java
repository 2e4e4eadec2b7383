package io.coroutine.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs a main class in a JVM of its own. One that hangs is ended after two minutes.
 */
public final class ChildJvm {

	/** What the event-loop engine needs. */
	public static final List<String> OPTIONS = List.of("--add-opens=java.base/java.lang=ALL-UNNAMED",
			"--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1");

	private static final long LIMIT_SECONDS = 120;

	private ChildJvm() {
	}

	/**
	 * Run a class to its end.
	 * @param options those of the JVM
	 */
	public static Ended run(Class<?> main, List<String> options, String... arguments) throws Exception {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-cp", System.getProperty("java.class.path")));
		command.addAll(options);
		command.add(main.getName());
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		FutureTask<String> output = new FutureTask<>(
				() -> new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
		// A thread that reads can not be interrupted
		Thread.ofPlatform().daemon().start(output);
		try {
			return new Ended(output.get(LIMIT_SECONDS, TimeUnit.SECONDS), process.waitFor());
		}
		catch (TimeoutException ex) {
			process.destroyForcibly();
			throw new AssertionError("The process hangs; it has printed:\n" + output.get(), ex);
		}
	}

	/**
	 * A process that has ended.
	 *
	 * @param output what it has printed
	 * @param status its exit status
	 */
	public record Ended(String output, int status) {
	}

}
