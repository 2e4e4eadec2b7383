package io.coroutine.benchmarks.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * A process of its own that logs to a file.
 */
public final class ChildProcess implements AutoCloseable {

	private static final int STOP_SECONDS = 15;

	private static final int TAIL_LINES = 40;

	private final String name;

	private final Path log;

	private final Process process;

	private final @Nullable BufferedReader output;

	private ChildProcess(String name, Path logs, List<String> command, boolean talking) {
		this.name = name;
		this.log = logs.resolve(name + ".log");
		ProcessBuilder builder = new ProcessBuilder(command);
		if (talking) {
			builder.redirectError(this.log.toFile());
		}
		else {
			builder.redirectErrorStream(true).redirectOutput(this.log.toFile());
		}
		try {
			this.process = builder.start();
		}
		catch (IOException ex) {
			throw new BenchmarkException("Cannot start '%s': %s".formatted(name, ex.getMessage()), ex);
		}
		this.output = (talking) ? this.process.inputReader(StandardCharsets.UTF_8) : null;
	}

	/**
	 * Start a process that writes its output and its errors to its log.
	 * @param name a name, also of the log
	 * @param logs the folder of the log
	 * @param command what to run
	 * @return the process
	 */
	public static ChildProcess start(String name, Path logs, List<String> command) {
		return new ChildProcess(name, logs, command, false);
	}

	/**
	 * Start a process to talk with, line by line. It writes its errors to its log.
	 * @param name a name, also of the log
	 * @param logs the folder of the log
	 * @param command what to run
	 * @return the process
	 */
	public static ChildProcess talk(String name, Path logs, List<String> command) {
		return new ChildProcess(name, logs, command, true);
	}

	public long pid() {
		return this.process.pid();
	}

	/**
	 * Wait for the next line of a process to talk with.
	 * @return the line
	 * @throws BenchmarkException if it ended instead
	 */
	public String readLine() {
		String line = null;
		try {
			line = (this.output != null) ? this.output.readLine() : null;
		}
		catch (IOException ex) {
			throw failure("cannot be listened to: " + ex.getMessage());
		}
		if (line == null) {
			throw failure("has ended");
		}
		return line;
	}

	/**
	 * Say something to a process to talk with.
	 * @param line what to say
	 */
	public void writeLine(String line) {
		try {
			this.process.outputWriter(StandardCharsets.UTF_8).append(line).append('\n').flush();
		}
		catch (IOException ex) {
			throw failure("does not listen: " + ex.getMessage());
		}
	}

	/**
	 * Check that the process still runs.
	 * @throws BenchmarkException if it ended
	 */
	public void requireAlive() {
		if (!this.process.isAlive()) {
			throw failure("ended with status " + this.process.exitValue());
		}
	}

	/**
	 * Return an exception that shows the end of the log.
	 * @param what what went wrong
	 * @return the exception
	 */
	public BenchmarkException failure(String what) {
		return new BenchmarkException(
				"'%s' %s. The end of its log %s:%n%s".formatted(this.name, what, this.log, tail()));
	}

	private String tail() {
		try {
			List<String> lines = Files.readAllLines(this.log, StandardCharsets.UTF_8);
			return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
		}
		catch (IOException ex) {
			return "(cannot be read: " + ex.getMessage() + ")";
		}
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			if (!this.process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Stop all child processes when this process ends, however it ends: after Ctrl-C too.
	 */
	public static void stopAllAtExit() {
		Runtime.getRuntime().addShutdownHook(new Thread(() -> {
			List<ProcessHandle> children = ProcessHandle.current().children().toList();
			children.forEach(ProcessHandle::destroy);
			for (ProcessHandle child : children) {
				child.onExit().completeOnTimeout(child, STOP_SECONDS, TimeUnit.SECONDS).join();
				child.destroyForcibly();
			}
		}, "stop-children"));
	}

}
