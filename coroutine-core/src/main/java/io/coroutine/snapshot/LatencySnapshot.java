package io.coroutine.snapshot;

/**
 * A latency since the start, in nanoseconds, exact to 1 %.
 *
 * @param samples how many were measured
 * @param p50 half were shorter
 * @param p99 99 % were shorter
 * @param max the longest
 */
public record LatencySnapshot(long samples, long p50, long p99, long max) {

	/** Nothing was measured. */
	public static final LatencySnapshot NONE = new LatencySnapshot(0, 0, 0, 0);

}
