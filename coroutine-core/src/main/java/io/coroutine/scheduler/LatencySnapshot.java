package io.coroutine.scheduler;

import java.util.List;

import org.HdrHistogram.Histogram;

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

	static LatencySnapshot of(Histogram histogram) {
		if (histogram.getTotalCount() == 0) {
			return NONE;
		}
		return new LatencySnapshot(histogram.getTotalCount(), histogram.getValueAtPercentile(50),
				histogram.getValueAtPercentile(99), histogram.getMaxValue());
	}

	/**
	 * Put several together.
	 */
	static LatencySnapshot merge(List<Latencies> latencies) {
		Histogram all = new Histogram(2);
		all.setAutoResize(true);
		latencies.forEach((each) -> all.add(each.total()));
		return of(all);
	}

}
