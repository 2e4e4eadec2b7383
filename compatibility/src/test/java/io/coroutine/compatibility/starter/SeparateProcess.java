package io.coroutine.compatibility.starter;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A JVM that runs {@link SmallApplication} on one of the class paths that the build has
 * written down.
 */
final class SeparateProcess implements AutoCloseable {

	private static final List<String> OPTIONS = List.of("--add-opens=java.base/java.lang=ALL-UNNAMED",
			"--enable-native-access=ALL-UNNAMED", "-Xshare:auto", "-XX:TieredStopAtLevel=1");

	private final Process process;

	private final int count;

	private SeparateProcess(Process process, int count) {
		this.process = process;
		this.count = count;
	}

	/**
	 * Start the application once for each mode.
	 * @param classPath its name
	 * @param modes the properties of each, separated by commas
	 */
	static SeparateProcess start(String classPath, String... modes) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(OPTIONS);
		command.add("-ea:io.coroutine...");
		command.addAll(List.of("-cp", "target/test-classes" + File.pathSeparator + classPath(classPath)));
		command.add(SmallApplication.class.getName());
		command.addAll(List.of(modes));
		return new SeparateProcess(new ProcessBuilder(command).redirectErrorStream(true).start(), modes.length);
	}

	/**
	 * Return a class path that the build has written down.
	 */
	static String classPath(String name) throws IOException {
		return Files.readString(Path.of("target", name)).strip();
	}

	/**
	 * Wait until all are ready, and return their ports in the order of the modes. To be
	 * called once.
	 */
	List<Integer> ports() throws IOException {
		BufferedReader output = this.process.inputReader();
		List<Integer> ports = new ArrayList<>();
		StringBuilder log = new StringBuilder();
		while (ports.size() < this.count) {
			String line = output.readLine();
			if (line == null) {
				throw new IOException("The application has not started:\n" + log);
			}
			log.append(line).append('\n');
			if (line.startsWith(SmallApplication.READY)) {
				ports.add(Integer.valueOf(line.substring(SmallApplication.READY.length())));
			}
		}
		// It must not wait for somebody to read on
		Thread.ofVirtual().start(() -> output.lines().forEach((_) -> {
		}));
		return ports;
	}

	@Override
	public void close() throws IOException {
		this.process.getOutputStream().close();
		try {
			if (!this.process.waitFor(1, TimeUnit.MINUTES)) {
				throw new IllegalStateException("The application does not end");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.process.destroyForcibly();
		}
	}

}
