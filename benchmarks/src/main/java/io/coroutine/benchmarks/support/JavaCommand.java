package io.coroutine.benchmarks.support;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Command lines of child processes that run on the JDK and the class path of this one.
 */
public final class JavaCommand {

	/** What the event-loop engine needs, and what all benchmarks run with. */
	public static final List<String> FLAGS = List.of("--add-opens=java.base/java.lang=ALL-UNNAMED",
			"--enable-native-access=ALL-UNNAMED", "-XX:+UseCompactObjectHeaders");

	private JavaCommand() {
	}

	/**
	 * Return the file to run.
	 * @return the {@code java} of this process
	 */
	public static String executable() {
		return Path.of(System.getProperty("java.home"), "bin", "java").toString();
	}

	/**
	 * Return a command line.
	 * @param flags flags beside {@link #FLAGS}
	 * @param main the class to run
	 * @param arguments its arguments
	 * @return the command line
	 */
	public static List<String> of(List<String> flags, Class<?> main, String... arguments) {
		List<String> command = new ArrayList<>();
		command.add(executable());
		command.addAll(FLAGS);
		command.addAll(flags);
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
		command.addAll(List.of(arguments));
		return command;
	}

}
