package io.coroutine.benchmarks.compare;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.coroutine.benchmarks.support.MarkdownTable;
import io.coroutine.benchmarks.support.ReportFile;

/**
 * The result as Markdown.
 */
final class MarkdownReport {

	private static final String WARNING = "⚠ ";

	private final Options options;

	private final ReportHeader header;

	MarkdownReport(Options options, ReportHeader header) {
		this.options = options;
		this.header = header;
	}

	/**
	 * Write all series measured so far.
	 * @param series the series
	 * @param complete whether that is all that was asked for
	 */
	void write(List<Series> series, boolean complete) {
		ReportFile.write(this.options.output(),
				render(series, complete, Instant.now().truncatedTo(ChronoUnit.MINUTES)));
	}

	String render(List<Series> series, boolean complete, Instant time) {
		StringBuilder text = new StringBuilder("# Side-by-side comparison\n\n");
		if (!complete) {
			text.append("**Incomplete**: the run was stopped before all rounds were done.\n\n");
		}
		text.append(this.header.render(time));
		text.append("\n## Ratios\n\nThe median of the round-by-round ratios, with the lowest and the highest.\n\n");
		text.append(ratios(series));
		text.append("\n## Medians\n\n");
		text.append(medians(series));
		return text.toString();
	}

	private MarkdownTable ratios(List<Series> series) {
		MarkdownTable table = new MarkdownTable(3,
				cells(List.of("scenario", "connections", "compared"), Metric::toString));
		for (Series one : series) {
			for (Pair pair : Pair.among(this.options.modes())) {
				boolean flagged = one.errors(pair.mode()) + one.errors(pair.base()) > 0;
				table.row(cells(
						List.of(one.scenario().toString(), String.valueOf(one.connections()),
								(flagged ? WARNING : "") + pair),
						(metric) -> one.ratio(pair.mode(), pair.base(), metric).toString()));
			}
		}
		return table;
	}

	private MarkdownTable medians(List<Series> series) {
		List<String> headers = cells(List.of("scenario", "connections", "mode"), Metric::toString);
		headers.add("errors");
		MarkdownTable table = new MarkdownTable(3, headers);
		for (Series one : series) {
			for (Mode mode : this.options.modes()) {
				long errors = one.errors(mode);
				List<String> row = cells(
						List.of(one.scenario().toString(), String.valueOf(one.connections()), mode.toString()),
						(metric) -> metric.format(one.of(mode, metric).median()));
				row.add(((errors > 0) ? WARNING : "") + errors);
				table.row(row);
			}
		}
		return table;
	}

	private static List<String> cells(List<String> first, Function<Metric, String> ofMetric) {
		List<String> cells = new ArrayList<>(first);
		for (Metric metric : Metric.values()) {
			cells.add(ofMetric.apply(metric));
		}
		return cells;
	}

	/**
	 * Two modes to compare.
	 *
	 * @param mode the mode above the line
	 * @param base the mode below the line
	 */
	private record Pair(Mode mode, Mode base) {

		private static final List<Pair> ALL = List.of(new Pair(Mode.COROUTINES, Mode.VIRTUAL),
				new Pair(Mode.COROUTINES, Mode.STOCK), new Pair(Mode.VIRTUAL, Mode.STOCK),
				new Pair(Mode.COROUTINES, Mode.UNMETERED), new Pair(Mode.COROUTINES, Mode.BARE),
				new Pair(Mode.USED, Mode.BARE));

		static List<Pair> among(List<Mode> modes) {
			return ALL.stream().filter((pair) -> modes.contains(pair.mode) && modes.contains(pair.base)).toList();
		}

		@Override
		public String toString() {
			return this.mode + " / " + this.base;
		}

	}

}
