package io.coroutine.benchmarks.stall;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

import io.coroutine.benchmarks.echo.EchoEngine;
import io.coroutine.benchmarks.support.Machine;
import io.coroutine.benchmarks.support.MarkdownTable;

/**
 * The result as Markdown.
 *
 * @param options what was asked for
 * @param machine what it ran on
 * @param commit what was measured
 */
record StallReport(StallOptions options, Machine machine, String commit) {

	private static final double SLEEPERS_GOAL_MILLIS = 40;

	String head(Instant time) {
		return "# Latency beside hogs\n\n" + this.machine.describe(time, this.commit) + """
				- Rounds: %d, of which each is the median below, with the lowest and the highest
				""".formatted(this.options.rounds());
	}

	String sleepers(Latencies latencies) {
		return """

				## Beside a busy coroutine on every loop

				Busy for %d s, beside %d that sleep for 1 ms again and again. Told is by how much they woke too late while \
				others were busy; one that is late for long counts as often as it could have slept meanwhile. \
				Virtual threads have as many carriers as there are loops.

				"""
			.formatted(this.options.busy().toSeconds(), this.options.sleepers())
				+ table(latencies, Sleepers.COROUTINES, SLEEPERS_GOAL_MILLIS);
	}

	String echo(Latencies latencies, double rate) {
		return """

				## Echo beside a busy process

				Two loops or carriers on cores %s and %s, at %.0f requests/s over %d connections: half of what the slower one \
				bears. The busy process is on core %s, the load generator on core %s. Latency counts from when \
				a request was due.

				"""
			.formatted(this.options.loadCore(), this.options.hogCore(), rate, this.options.connections(),
					this.options.hogCore(), this.options.loadCore())
				+ table(latencies, HoggedEcho.name(EchoEngine.COROUTINES),
						latencies.p99(HoggedEcho.name(EchoEngine.VIRTUAL)).median());
	}

	private static MarkdownTable table(Latencies latencies, String judged, double goal) {
		MarkdownTable table = new MarkdownTable(1, List.of("", "p50 ms", "p99 ms", "longest ms", "goal for p99"));
		for (String who : latencies.all()) {
			String verdict = (latencies.p99(who).median() <= goal) ? "reached" : "missed";
			table.row(List.of(who, latencies.p50(who).toString(), latencies.p99(who).toString(),
					latencies.max(who).toString(),
					(who.equals(judged)) ? String.format(Locale.ROOT, "≤ %.2f: %s", goal, verdict) : ""));
		}
		return table;
	}

}
