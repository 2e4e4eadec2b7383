package io.coroutine.benchmarks.micro;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.coroutine.benchmarks.support.Spread;

/**
 * The results of all rounds, in nanoseconds.
 */
final class Rounds {

	private final Map<Operation, List<Map<String, Double>>> rounds = new EnumMap<>(Operation.class);

	/**
	 * Add a round of an operation.
	 * @param operation the operation
	 * @param nanos the result of each peer
	 */
	void add(Operation operation, Map<String, Double> nanos) {
		this.rounds.computeIfAbsent(operation, (key) -> new ArrayList<>()).add(new HashMap<>(nanos));
	}

	boolean has(Operation operation) {
		return this.rounds.containsKey(operation);
	}

	Spread nanos(Operation operation, String peer) {
		return Spread.of(of(operation).stream().mapToDouble((round) -> value(round, peer)));
	}

	/**
	 * Return the ratio of a peer and the base of its operation, formed round by round:
	 * what changes on the machine from one round to the next changes both.
	 */
	Spread ratio(Operation operation, String peer) {
		return Spread
			.of(of(operation).stream().mapToDouble((round) -> value(round, peer) / value(round, operation.base())));
	}

	private List<Map<String, Double>> of(Operation operation) {
		return this.rounds.getOrDefault(operation, List.of());
	}

	private static double value(Map<String, Double> round, String peer) {
		return round.getOrDefault(peer, Double.NaN);
	}

}
