package io.coroutine.benchmarks.compare;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;

import io.coroutine.benchmarks.support.ProcessUsage;

/**
 * Alternates short rounds of load between the modes.
 */
final class Comparison {

	private static final int WARM_UP_CONNECTIONS = 32;

	private static final int WARM_UP_STEPS = 8;

	private static final int STEADY_STEPS = 2;

	private static final double STEADY = 0.95;

	private static final Duration SETTLE = Duration.ofSeconds(1);

	private final Options options;

	private final Servers servers;

	private final Wrk wrk;

	private final long deadline;

	Comparison(Options options, Servers servers, Wrk wrk) {
		this.options = options;
		this.servers = servers;
		this.wrk = wrk;
		this.deadline = System.nanoTime() + options.limit().toNanos();
	}

	/**
	 * Measure all that was asked for, as far as time allows.
	 * @param listener told all series so far, and whether they are complete
	 */
	void run(BiConsumer<List<Series>, Boolean> listener) throws InterruptedException {
		List<Series> all = new ArrayList<>();
		int expected = this.options.scenarios().size() * this.options.connections().size();
		warmUp();
		for (Scenario scenario : this.options.scenarios()) {
			for (int connections : this.options.connections()) {
				Series series = new Series(scenario, connections);
				boolean complete = measure(series);
				if (!series.isEmpty()) {
					all.add(series);
				}
				listener.accept(all, complete && all.size() == expected);
				if (!complete) {
					System.out.println("The time is up");
					return;
				}
			}
		}
	}

	// All scenarios before the first measurement: what the compiler learns from one of
	// them changes the code of the others
	private void warmUp() throws InterruptedException {
		for (Scenario scenario : this.options.scenarios()) {
			for (Mode mode : this.options.modes()) {
				warmUp(scenario, mode);
			}
		}
	}

	private void warmUp(Scenario scenario, Mode mode) throws InterruptedException {
		System.out.printf(Locale.ROOT, "%-13s warming up %-10s µs CPU of a request:", scenario, mode);
		double lowest = Double.MAX_VALUE;
		int steady = 0;
		for (int i = 0; i < WARM_UP_STEPS && steady < STEADY_STEPS; i++) {
			double cpu = load(scenario, mode, WARM_UP_CONNECTIONS, this.options.warmUpStep()).cpuMicrosPerRequest();
			System.out.printf(Locale.ROOT, " %.0f", cpu);
			steady = (cpu > lowest * STEADY) ? steady + 1 : 0;
			lowest = Math.min(lowest, cpu);
		}
		System.out.println();
	}

	private boolean measure(Series series) throws InterruptedException {
		for (Mode mode : this.options.modes()) {
			// The number of connections is new, let the pools grow
			load(series.scenario(), mode, series.connections(), SETTLE);
		}
		for (int i = 0; i < this.options.rounds(); i++) {
			if (System.nanoTime() > this.deadline) {
				return false;
			}
			List<Mode> order = new ArrayList<>(this.options.modes());
			Collections.rotate(order, -i);
			Map<Mode, Measurement> round = new EnumMap<>(Mode.class);
			for (Mode mode : order) {
				Measurement measurement = load(series.scenario(), mode, series.connections(), this.options.round());
				report(series, i, mode, measurement);
				round.put(mode, measurement);
			}
			series.add(round);
		}
		return true;
	}

	private Measurement load(Scenario scenario, Mode mode, int connections, Duration duration)
			throws InterruptedException {
		SampleServer sample = this.servers.sample(mode);
		sample.process().requireAlive();
		ProcessUsage before = ProcessUsage.of(sample.process().pid());
		WrkReport report = this.wrk.load(sample.uri(scenario), connections, duration);
		sample.process().requireAlive();
		return new Measurement(report, ProcessUsage.of(sample.process().pid()).since(before));
	}

	private static void report(Series series, int round, Mode mode, Measurement measurement) {
		System.out.printf(Locale.ROOT,
				"%-13s %4d connections, round %d, %-10s %8.0f requests/s %7.1f µs CPU %6.2f switches %7.2f ms p99%s%n",
				series.scenario(), series.connections(), round + 1, mode, measurement.requestsPerSecond(),
				measurement.cpuMicrosPerRequest(), measurement.switchesPerRequest(), measurement.load().p99Millis(),
				(measurement.load().errors() > 0) ? " ⚠ %d errors".formatted(measurement.load().errors()) : "");
	}

}
