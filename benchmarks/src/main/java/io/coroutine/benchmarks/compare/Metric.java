package io.coroutine.benchmarks.compare;

import java.util.Locale;

/**
 * A number told of each mode.
 */
enum Metric {

	CPU("server CPU µs/request", 1),

	THROUGHPUT("requests/s", 0),

	SWITCHES("switches/request", 2),

	P50("p50 ms", 2),

	P99("p99 ms", 2);

	private final String label;

	private final int decimals;

	Metric(String label, int decimals) {
		this.label = label;
		this.decimals = decimals;
	}

	double of(Measurement measurement) {
		return switch (this) {
			case CPU -> measurement.cpuMicrosPerRequest();
			case THROUGHPUT -> measurement.requestsPerSecond();
			case SWITCHES -> measurement.switchesPerRequest();
			case P50 -> measurement.load().p50Millis();
			case P99 -> measurement.load().p99Millis();
		};
	}

	String format(double value) {
		return Double.isFinite(value) ? String.format(Locale.ROOT, "%." + this.decimals + "f", value) : "–";
	}

	@Override
	public String toString() {
		return this.label;
	}

}
