package io.coroutine.benchmarks.support;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * A program of the system that benchmarks run.
 *
 * @param name what it is called
 * @param debianPackage what to install on Debian and its like
 */
public record Tool(String name, String debianPackage) {

	/** Pins a process to a core. */
	public static final Tool TASKSET = new Tool("taskset", "util-linux");

	/** Counts system calls. */
	public static final Tool STRACE = new Tool("strace", "strace");

	private static final int SECONDS = 10;

	/**
	 * Tell whether it is there.
	 * @return whether it can be run
	 */
	public boolean isThere() throws InterruptedException {
		try {
			Process process = new ProcessBuilder(this.name, "--version").redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start();
			return process.waitFor(SECONDS, TimeUnit.SECONDS);
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Check that it is there.
	 * @throws BenchmarkException if not
	 */
	public void require() throws InterruptedException {
		if (!isThere()) {
			throw new BenchmarkException(this.name + " cannot be run. " + advice());
		}
	}

	/**
	 * Return what to do if it is not there.
	 * @return a sentence
	 */
	public String advice() {
		return "Install it, for example with \"apt-get install " + this.debianPackage + "\".";
	}

}
