package io.coroutine.benchmarks.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A server that runs in a process of its own and logs to a file.
 */
final class ChildProcess implements AutoCloseable {

	private static final int STOP_SECONDS = 15;

	private static final int TAIL_LINES = 40;

	private final String name;

	private final Path log;

	private final Process process;

	ChildProcess(String name, Path logs, List<String> command) {
		this.name = name;
		this.log = logs.resolve(name + ".log");
		try {
			this.process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(this.log.toFile())
				.start();
		}
		catch (IOException ex) {
			throw new CompareException("Cannot start '%s': %s".formatted(name, ex.getMessage()), ex);
		}
	}

	long pid() {
		return this.process.pid();
	}

	/**
	 * Check that the process still runs.
	 * @throws CompareException if it ended
	 */
	void requireAlive() {
		if (!this.process.isAlive()) {
			throw failure("ended with status " + this.process.exitValue());
		}
	}

	/**
	 * Return an exception that shows the end of the log.
	 * @param what what went wrong
	 * @return the exception
	 */
	CompareException failure(String what) {
		return new CompareException("'%s' %s. The end of its log %s:%n%s".formatted(this.name, what, this.log, tail()));
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
	static void stopAllAtExit() {
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
