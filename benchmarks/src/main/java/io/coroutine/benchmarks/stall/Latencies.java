package io.coroutine.benchmarks.stall;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.coroutine.benchmarks.support.Spread;

/**
 * The latencies of several rounds, by who had them.
 */
final class Latencies {

	private final Map<String, List<Latency>> rounds = new LinkedHashMap<>();

	void add(String who, Latency latency) {
		this.rounds.computeIfAbsent(who, (key) -> new ArrayList<>()).add(latency);
	}

	/**
	 * Return who had latencies, in the order in which they came.
	 */
	List<String> all() {
		return List.copyOf(this.rounds.keySet());
	}

	Spread p50(String who) {
		return Spread.of(of(who).stream().mapToDouble(Latency::p50));
	}

	Spread p99(String who) {
		return Spread.of(of(who).stream().mapToDouble(Latency::p99));
	}

	Spread max(String who) {
		return Spread.of(of(who).stream().mapToDouble(Latency::max));
	}

	private List<Latency> of(String who) {
		return this.rounds.getOrDefault(who, List.of());
	}

	/**
	 * The latency of a round, in milliseconds.
	 *
	 * @param p50 half did not exceed it
	 * @param p99 99 % did not exceed it
	 * @param max the longest
	 */
	record Latency(double p50, double p99, double max) {

		private static final double NANOS_PER_MILLI = 1e6;

		static Latency ofNanos(long p50, long p99, long max) {
			return new Latency(p50 / NANOS_PER_MILLI, p99 / NANOS_PER_MILLI, max / NANOS_PER_MILLI);
		}

	}

}
