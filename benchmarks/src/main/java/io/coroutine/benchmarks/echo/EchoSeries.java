package io.coroutine.benchmarks.echo;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

import io.coroutine.benchmarks.support.Spread;

/**
 * The rounds with one number of connections.
 */
final class EchoSeries {

	private final int connections;

	private final List<Map<EchoEngine, EchoMeasurement>> rounds = new ArrayList<>();

	private final Map<EchoEngine, SystemCalls> systemCalls = new EnumMap<>(EchoEngine.class);

	EchoSeries(int connections) {
		this.connections = connections;
	}

	int connections() {
		return this.connections;
	}

	/**
	 * Add a round of all engines.
	 */
	void add(Map<EchoEngine, EchoMeasurement> round) {
		this.rounds.add(new EnumMap<>(round));
	}

	void add(EchoEngine engine, SystemCalls calls) {
		this.systemCalls.put(engine, calls);
	}

	Map<EchoEngine, SystemCalls> systemCalls() {
		return this.systemCalls;
	}

	Spread of(EchoEngine engine, ToDoubleFunction<EchoMeasurement> metric) {
		return Spread.of(this.rounds.stream().mapToDouble((round) -> value(round, engine, metric)));
	}

	/**
	 * Return the ratio of coroutines and virtual threads, formed round by round: what
	 * changes on the machine from one round to the next changes both.
	 */
	Spread ratio(ToDoubleFunction<EchoMeasurement> metric) {
		return Spread.of(this.rounds.stream()
			.mapToDouble(
					(round) -> value(round, EchoEngine.COROUTINES, metric) / value(round, EchoEngine.VIRTUAL, metric)));
	}

	private static double value(Map<EchoEngine, EchoMeasurement> round, EchoEngine engine,
			ToDoubleFunction<EchoMeasurement> metric) {
		return metric.applyAsDouble(Objects.requireNonNull(round.get(engine)));
	}

	/**
	 * What a round of an engine has shown.
	 *
	 * @param load what the load generator has seen
	 * @param cpuMicros the CPU time of the service
	 */
	record EchoMeasurement(LoadResult load, long cpuMicros) {

		double cpuMicrosPerRequest() {
			return (double) this.cpuMicros / this.load.requests();
		}

	}

}
