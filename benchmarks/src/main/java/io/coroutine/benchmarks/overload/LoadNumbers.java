package io.coroutine.benchmarks.overload;

import org.HdrHistogram.Histogram;

/**
 * What clients have seen.
 *
 * @param served the answers 200 each second
 * @param servedP99Millis the 99th percentile of their latency
 * @param rejected the answers 503 each second
 * @param rejectedP99Millis the 99th percentile of their latency
 * @param failed the other answers, and requests without one
 * @param unconnected the connections that could not be made
 */
record LoadNumbers(double served, double servedP99Millis, double rejected, double rejectedP99Millis, long failed,
		long unconnected) {

	static LoadNumbers of(Histogram served, Histogram rejected, long failed, long unconnected, double seconds) {
		return new LoadNumbers(served.getTotalCount() / seconds, served.getValueAtPercentile(99) / 1000.0,
				rejected.getTotalCount() / seconds, rejected.getValueAtPercentile(99) / 1000.0, failed, unconnected);
	}

}
