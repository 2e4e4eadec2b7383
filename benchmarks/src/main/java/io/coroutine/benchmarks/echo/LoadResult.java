package io.coroutine.benchmarks.echo;

import java.time.Duration;

import org.HdrHistogram.Histogram;

/**
 * What a round of load has shown.
 *
 * @param requests how many were answered
 * @param nanos how long that took
 * @param p50 the latency that half of them did not exceed, in nanoseconds
 * @param p99 the latency that 99 % of them did not exceed, in nanoseconds
 * @param max the longest latency, in nanoseconds
 */
public record LoadResult(long requests, long nanos, long p50, long p99, long max) {

	static LoadResult of(Histogram latencies, long nanos) {
		return new LoadResult(latencies.getTotalCount(), nanos, latencies.getValueAtPercentile(50),
				latencies.getValueAtPercentile(99), latencies.getMaxValue());
	}

	static LoadResult parse(String line) {
		String[] numbers = line.split(" ", -1);
		return new LoadResult(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]),
				Long.parseLong(numbers[3]), Long.parseLong(numbers[4]));
	}

	String toLine() {
		return this.requests + " " + this.nanos + " " + this.p50 + " " + this.p99 + " " + this.max;
	}

	/**
	 * Return the throughput.
	 * @return requests in a second
	 */
	public double requestsPerSecond() {
		return this.requests * (double) Duration.ofSeconds(1).toNanos() / this.nanos;
	}

}
