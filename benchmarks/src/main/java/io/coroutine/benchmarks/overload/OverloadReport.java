package io.coroutine.benchmarks.overload;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

import io.coroutine.benchmarks.support.Machine;
import io.coroutine.benchmarks.support.MarkdownTable;
import io.coroutine.benchmarks.support.ReportFile;

/**
 * The result as Markdown.
 */
final class OverloadReport {

	private static final String NONE = "–";

	private OverloadReport() {
	}

	static void write(OverloadOptions options, List<OverloadResult> results, String commit) {
		ReportFile.write(options.output(), render(options, results,
				Machine.local().describe(Instant.now().truncatedTo(ChronoUnit.MINUTES), commit)));
	}

	static String render(OverloadOptions options, List<OverloadResult> results, String machine) {
		StringBuilder text = new StringBuilder("# Overload\n\n").append(machine);
		text.append("""
				- Each number: %d s, after a warm-up. Modes one after the other, load generator and PostgreSQL \
				on the same cores
				- Clients that are turned away try again after `Retry-After`, those whose connection or request \
				fails after 1 s
				- Coroutines with `%s`

				## %d clients on %d connections

				`GET /orders/1`, one query of 5 ms. Peak: %d clients. A failure is an answer that is neither 200 \
				nor 503, or none in 40 s.

				""".formatted(options.measured().toSeconds(), String.join(" ", options.coroutineArguments()),
				options.clients(), OverloadOptions.POOL_SIZE, OverloadOptions.PEAK_CLIENTS));
		MarkdownTable overload = new MarkdownTable(1, List.of("mode", "peak 200/s", "200/s", "of peak", "p99 of 200",
				"503/s", "p99 of 503", "failures", "connections failed"));
		MarkdownTable hanging = new MarkdownTable(1, List.of("mode", "p99 before", "p99 meanwhile", "ratio",
				"200/s before", "200/s meanwhile", "failures meanwhile"));
		for (OverloadResult result : results) {
			LoadNumbers many = result.overload();
			overload.row(List.of(result.mode().toString(), format("%.0f", result.peak().served()),
					format("%.0f", many.served()), format("%.0f %%", 100 * many.served() / result.peak().served()),
					millis(many.served(), many.servedP99Millis()), format("%.0f", many.rejected()),
					millis(many.rejected(), many.rejectedP99Millis()), String.valueOf(many.failed()),
					String.valueOf(many.unconnected())));
			hanging
				.row(List.of(result.mode().toString(), millis(result.calm().served(), result.calm().servedP99Millis()),
						millis(result.hanging().served(), result.hanging().servedP99Millis()), ratio(result),
						format("%.0f", result.calm().served()), format("%.0f", result.hanging().served()),
						String.valueOf(result.hanging().failed())));
		}
		text.append(overload)
			.append("\n## %d requests hang\n\n".formatted(options.hanging()))
			.append("Their downstream takes them and does not answer for 30 s. Meanwhile ")
			.append(OverloadOptions.BYSTANDERS)
			.append(" clients `GET /hello`.\n\n")
			.append(hanging);
		return text.toString();
	}

	private static String ratio(OverloadResult result) {
		return (result.hanging().served() > 0)
				? format("%.2f", result.hanging().servedP99Millis() / result.calm().servedP99Millis()) : NONE;
	}

	/** Return a percentile, unless there was no answer. */
	private static String millis(double rate, double p99) {
		return (rate > 0) ? format("%.1f ms", p99) : NONE;
	}

	private static String format(String format, double value) {
		return String.format(Locale.ROOT, format, value);
	}

}
