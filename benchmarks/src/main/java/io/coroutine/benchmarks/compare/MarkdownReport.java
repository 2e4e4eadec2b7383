package io.coroutine.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
		Path file = this.options.output().toAbsolutePath();
		try {
			if (file.getParent() != null) {
				Files.createDirectories(file.getParent());
			}
			Files.writeString(file, render(series, complete, Instant.now().truncatedTo(ChronoUnit.MINUTES)));
		}
		catch (IOException ex) {
			throw new CompareException("Cannot write the result: " + ex.getMessage(), ex);
		}
	}

	String render(List<Series> series, boolean complete, Instant time) {
		StringBuilder text = new StringBuilder("# Side-by-side comparison\n\n");
		if (!complete) {
			text.append("**Incomplete**: the run was stopped before all rounds were done.\n\n");
		}
		text.append(this.header.render(time));
		text.append("\n## Ratios\n\nThe median of the round-by-round ratios, with the lowest and the highest.\n\n");
		appendRatios(text, series);
		text.append("\n## Medians\n\n");
		appendMedians(text, series);
		return text.toString();
	}

	private void appendRatios(StringBuilder text, List<Series> series) {
		appendRow(text, Stream.concat(Stream.of("scenario", "connections", "compared"),
				Stream.of(Metric.values()).map(Metric::toString)));
		appendRule(text, 3 + Metric.values().length, 3);
		for (Series one : series) {
			for (Pair pair : Pair.among(this.options.modes())) {
				boolean flagged = one.errors(pair.mode()) + one.errors(pair.base()) > 0;
				appendRow(text,
						Stream.concat(
								Stream.of(one.scenario().toString(), String.valueOf(one.connections()),
										(flagged ? WARNING : "") + pair),
								Stream.of(Metric.values())
									.map((metric) -> one.ratio(pair.mode(), pair.base(), metric).toString())));
			}
		}
	}

	private void appendMedians(StringBuilder text, List<Series> series) {
		appendRow(text,
				Stream
					.of(Stream.of("scenario", "connections", "mode"), Stream.of(Metric.values()).map(Metric::toString),
							Stream.of("errors"))
					.flatMap((cells) -> cells));
		appendRule(text, 4 + Metric.values().length, 3);
		for (Series one : series) {
			for (Mode mode : this.options.modes()) {
				long errors = one.errors(mode);
				appendRow(text, Stream
					.of(Stream.of(one.scenario().toString(), String.valueOf(one.connections()), mode.toString()),
							Stream.of(Metric.values()).map((metric) -> metric.format(one.of(mode, metric).median())),
							Stream.of(((errors > 0) ? WARNING : "") + errors))
					.flatMap((cells) -> cells));
			}
		}
	}

	private static void appendRow(StringBuilder text, Stream<String> cells) {
		text.append(cells.collect(Collectors.joining(" | ", "| ", " |\n")));
	}

	private static void appendRule(StringBuilder text, int columns, int leftAligned) {
		text.append("|---".repeat(leftAligned)).append("|---:".repeat(columns - leftAligned)).append("|\n");
	}

	/**
	 * Two modes to compare.
	 *
	 * @param mode the mode above the line
	 * @param base the mode below the line
	 */
	private record Pair(Mode mode, Mode base) {

		private static final List<Pair> ALL = List.of(new Pair(Mode.COROUTINES, Mode.VIRTUAL),
				new Pair(Mode.COROUTINES, Mode.STOCK), new Pair(Mode.VIRTUAL, Mode.STOCK));

		static List<Pair> among(List<Mode> modes) {
			return ALL.stream().filter((pair) -> modes.contains(pair.mode) && modes.contains(pair.base)).toList();
		}

		@Override
		public String toString() {
			return this.mode + " / " + this.base;
		}

	}

}
