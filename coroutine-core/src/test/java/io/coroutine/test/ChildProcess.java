package io.coroutine.test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs a main class in a JVM of its own. One that hangs is ended after two minutes.
 */
public final class ChildProcess {

	/** What the engine needs. */
	public static final List<String> OPTIONS = List.of("--add-opens=java.base/java.lang=ALL-UNNAMED",
			"--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1");

	private static final long LIMIT_SECONDS = 120;

	private ChildProcess() {
	}

	/**
	 * Return the lines that the class prints, with the options that the engine needs.
	 */
	public static List<String> run(Class<?> main, List<String> options, String... arguments) throws Exception {
		List<String> all = new ArrayList<>(OPTIONS);
		all.addAll(options);
		Ended ended = end(main, all, arguments);
		assertThat(ended.status()).as(ended.output()).isZero();
		return ended.output().lines().toList();
	}

	/**
	 * Return how the class ends with these options only.
	 */
	public static Ended end(Class<?> main, List<String> options, String... arguments) throws Exception {
		Process process = start(command(main, options, arguments));
		String output = outputOf(process);
		return new Ended(process.waitFor(), output);
	}

	/**
	 * Return what the class prints, with these options only, however it ends.
	 */
	public static String output(Class<?> main, List<String> options, String... arguments) throws Exception {
		return output(command(main, options, arguments));
	}

	/**
	 * Return what a command prints, however it ends.
	 */
	public static String output(List<String> command) throws Exception {
		return outputOf(start(command));
	}

	/**
	 * Return the command that runs a class, with the options that the engine needs, in a
	 * JVM that may open few files only.
	 */
	public static List<String> withFewFiles(int files, Class<?> main, String... arguments) {
		List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -n " + files + " && exec \"$0\" \"$@\""));
		command.addAll(command(main,
				List.of("--add-opens=java.base/java.lang=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED"),
				arguments));
		return command;
	}

	/**
	 * Return the command that runs a class in a JVM.
	 */
	static List<String> command(Class<?> main, List<String> options, String... arguments) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.add("-ea:io.coroutine...");
		// First, so that the options may have another
		command.addAll(List.of("-cp", System.getProperty("java.class.path")));
		command.addAll(options);
		command.add(main.getName());
		command.addAll(List.of(arguments));
		return command;
	}

	private static Process start(List<String> command) throws IOException {
		return new ProcessBuilder(command).redirectErrorStream(true).start();
	}

	private static String outputOf(Process process) throws Exception {
		FutureTask<String> output = new FutureTask<>(
				() -> new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
		// A thread that reads cannot be interrupted
		Thread.ofPlatform().daemon().start(output);
		try {
			return output.get(LIMIT_SECONDS, TimeUnit.SECONDS);
		}
		catch (TimeoutException ex) {
			process.destroyForcibly();
			throw new AssertionError("The process hangs; it has printed:\n" + output.get(), ex);
		}
	}

	/**
	 * A process that has ended.
	 *
	 * @param status its exit status
	 * @param output what it has printed
	 */
	public record Ended(int status, String output) {
	}

}
