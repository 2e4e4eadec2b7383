package io.coroutine.benchmarks.echo;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

import io.coroutine.benchmarks.echo.EchoSeries.EchoMeasurement;
import io.coroutine.benchmarks.support.Machine;
import io.coroutine.benchmarks.support.MarkdownTable;
import io.coroutine.benchmarks.support.Spread;

/**
 * The result as Markdown.
 *
 * @param options what was asked for
 * @param machine what it ran on
 * @param commit what was measured
 */
record EchoReport(EchoOptions options, Machine machine, String commit) {

	/**
	 * What coroutines may take, in times of virtual threads, by number of connections.
	 */
	private static final Map<Integer, Double> GOALS = Map.of(100, 0.85, 1000, 0.75);

	/** A system call that is made less often tells nothing of requests. */
	private static final double RARE = 0.005;

	String render(List<EchoSeries> all, Instant time) {
		StringBuilder text = new StringBuilder("# Echo on one core\n\n");
		text.append(this.machine.describe(time, this.commit));
		text.append("""
				- Rounds: %d of %d s each, the engines in turn
				- Service: one event loop or one carrier, all of its JVM on core %s
				- Load: messages of %d bytes in a closed loop, plain NIO, on core %s

				Medians of the rounds, with the lowest and the highest; ratios of coroutines and virtual threads are \
				formed round by round. *CPU* is the CPU time, user and system, of all threads of the service.

				""".formatted(this.options.rounds(), this.options.round().toSeconds(), this.options.serverCore(),
				LoadConnection.MESSAGE_BYTES, this.options.loadCore()));
		text.append(rounds(all)).append("\n## System calls for a request\n\n").append(systemCalls(all));
		return text.toString();
	}

	private static MarkdownTable rounds(List<EchoSeries> all) {
		MarkdownTable table = new MarkdownTable(2,
				List.of("connections", "", "CPU µs/request", "goal", "requests/s", "p50 ms", "p99 ms"));
		for (EchoSeries series : all) {
			for (EchoEngine engine : EchoEngine.values()) {
				table.row(List.of(String.valueOf(series.connections()), engine.toString(),
						series.of(engine, EchoMeasurement::cpuMicrosPerRequest).toString(), "",
						number("%.0f", series.of(engine, EchoReport::throughput)),
						number("%.2f", series.of(engine, EchoReport::p50)),
						number("%.2f", series.of(engine, EchoReport::p99))));
			}
			Spread cpu = series.ratio(EchoMeasurement::cpuMicrosPerRequest);
			table.row(List.of(String.valueOf(series.connections()), "ratio", cpu.toString(),
					goal(series.connections(), cpu), series.ratio(EchoReport::throughput).toString(),
					series.ratio(EchoReport::p50).toString(), series.ratio(EchoReport::p99).toString()));
		}
		return table;
	}

	private static String goal(int connections, Spread ratio) {
		Double goal = GOALS.get(connections);
		return (goal == null) ? ""
				: String.format(Locale.ROOT, "≤ %.2f: %s", goal, (ratio.median() <= goal) ? "reached" : "missed");
	}

	private static String systemCalls(List<EchoSeries> all) {
		SortedSet<String> names = new TreeSet<>();
		for (EchoSeries series : all) {
			series.systemCalls()
				.values()
				.forEach((calls) -> calls.perRequest()
					.forEach((name, number) -> names.addAll((number >= RARE) ? List.of(name) : List.of())));
		}
		if (names.isEmpty()) {
			return "Not counted, as there is no strace.\n";
		}
		// What the goal is about stands there, even if there was none
		names.addAll(List.of("epoll_ctl", "recvfrom", "sendto"));
		List<String> headers = new ArrayList<>(List.of("connections", "engine"));
		headers.addAll(names);
		MarkdownTable table = new MarkdownTable(2, headers);
		for (EchoSeries series : all) {
			series.systemCalls().forEach((engine, calls) -> {
				List<String> row = new ArrayList<>(List.of(String.valueOf(series.connections()), engine.toString()));
				names.forEach((name) -> row.add(String.format(Locale.ROOT, "%.3f", calls.of(name))));
				table.row(row);
			});
		}
		return table.toString();
	}

	private static double throughput(EchoMeasurement measurement) {
		return measurement.load().requestsPerSecond();
	}

	private static double p50(EchoMeasurement measurement) {
		return measurement.load().p50() / 1e6;
	}

	private static double p99(EchoMeasurement measurement) {
		return measurement.load().p99() / 1e6;
	}

	private static String number(String format, Spread spread) {
		return String.format(Locale.ROOT, format, spread.median());
	}

}
