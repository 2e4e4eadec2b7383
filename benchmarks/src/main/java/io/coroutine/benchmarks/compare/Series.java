package io.coroutine.benchmarks.compare;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.coroutine.benchmarks.support.Spread;

/**
 * The rounds of one scenario with one number of connections.
 */
final class Series {

	private final Scenario scenario;

	private final int connections;

	private final List<Map<Mode, Measurement>> rounds = new ArrayList<>();

	Series(Scenario scenario, int connections) {
		this.scenario = scenario;
		this.connections = connections;
	}

	Scenario scenario() {
		return this.scenario;
	}

	int connections() {
		return this.connections;
	}

	/**
	 * Add a round. All rounds have the same modes.
	 * @param round the measurement of each mode
	 */
	void add(Map<Mode, Measurement> round) {
		this.rounds.add(new EnumMap<>(round));
	}

	boolean isEmpty() {
		return this.rounds.isEmpty();
	}

	Spread of(Mode mode, Metric metric) {
		return Spread.of(this.rounds.stream().mapToDouble((round) -> value(round, mode, metric)));
	}

	/**
	 * Return the ratio of two modes, formed round by round: what changes on the machine
	 * from one round to the next changes both.
	 * @param mode the mode above the line
	 * @param base the mode below the line
	 * @param metric what to compare
	 * @return the ratios
	 */
	Spread ratio(Mode mode, Mode base, Metric metric) {
		return Spread
			.of(this.rounds.stream().mapToDouble((round) -> value(round, mode, metric) / value(round, base, metric)));
	}

	long errors(Mode mode) {
		return this.rounds.stream().mapToLong((round) -> measurement(round, mode).load().errors()).sum();
	}

	private static double value(Map<Mode, Measurement> round, Mode mode, Metric metric) {
		return metric.of(measurement(round, mode));
	}

	private static Measurement measurement(Map<Mode, Measurement> round, Mode mode) {
		return Objects.requireNonNull(round.get(mode));
	}

}
