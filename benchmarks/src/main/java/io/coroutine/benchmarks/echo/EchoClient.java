package io.coroutine.benchmarks.echo;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.coroutine.benchmarks.support.ChildProcess;

/**
 * An {@link EchoLoad} in a process of its own, connected to a service.
 */
public final class EchoClient implements AutoCloseable {

	private final ChildProcess process;

	EchoClient(ChildProcess process) {
		this.process = process;
		process.readLine();
	}

	/**
	 * Make as much load as the service bears: each connection sends again as soon as it
	 * has its response.
	 * @param duration for how long
	 * @return the result
	 */
	public LoadResult load(Duration duration) {
		return run(0, duration);
	}

	/**
	 * Make load at a constant rate.
	 * @param requestsPerSecond the rate
	 * @param duration for how long
	 * @return the result, latencies from the time at which each request was due
	 */
	public LoadResult load(double requestsPerSecond, Duration duration) {
		return run(Math.max(Math.round(TimeUnit.SECONDS.toNanos(1) / requestsPerSecond), 1), duration);
	}

	private LoadResult run(long intervalNanos, Duration duration) {
		this.process.writeLine(intervalNanos + " " + duration.toMillis());
		return LoadResult.parse(this.process.readLine());
	}

	@Override
	public void close() {
		this.process.close();
	}

}
