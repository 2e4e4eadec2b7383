package io.coroutine.benchmarks.compare;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

import io.coroutine.benchmarks.support.Machine;

/**
 * What a reader must know to judge the numbers.
 *
 * @param options what was asked for
 * @param command the command lines of the servers
 * @param wrk the load generator
 * @param machine what it ran on
 * @param versions what was compared
 */
record ReportHeader(Options options, SampleCommand command, Wrk wrk, Machine machine, Versions versions) {

	String render(Instant time) {
		StringBuilder text = new StringBuilder();
		text.append(this.machine.describe(time, this.versions.commit()));
		text.append("- Spring Boot %s, Tomcat %s, PostgreSQL %s, %s%n".formatted(this.versions.boot(),
				this.versions.tomcat(), this.versions.postgres(), this.versions.wrk()));
		text.append("- Rounds: %d of %d s each, order of the modes rotated from round to round%n"
			.formatted(this.options.rounds(), this.options.round().toSeconds()));
		text.append("- Warm-up of each mode and scenario: steps of %d s until CPU per request falls no more%n"
			.formatted(this.options.warmUpStep().toSeconds()));
		text.append("- Connection pool: %s connections for each mode%n".formatted(
				(this.options.poolSize() > 0) ? String.valueOf(this.options.poolSize()) : "Hikari's default, 10"));
		for (Scenario scenario : this.options.scenarios()) {
			text.append("- `%s`: `GET %s`, %s%n".formatted(scenario, scenario.path(), scenario.description()));
		}
		text.append('\n').append(explanation()).append("\nCommands:\n\n```\n");
		for (Mode mode : this.options.modes()) {
			text.append(commandLine(mode)).append('\n');
		}
		text.append(String.join(" ",
				this.wrk.command("<url>", this.options.connections().getFirst(), this.options.round())));
		return text.append("\n```\n").toString();
	}

	private String explanation() {
		return """
				All servers ran at once, one of them under load at a time. The load generator, PostgreSQL and \
				the inventory (a plain Tomcat with a constant answer) shared the %d cores with the server \
				measured: throughput and latency tell of the whole machine, *server CPU per request* of the \
				server alone. It is the CPU time (user and system) of all threads of the server's process \
				in a round, divided by the responses. *Context switches* (voluntary and not) are summed over the \
				threads alive at the end of a round. Latency is what the load generator saw in a closed loop: \
				not corrected for coordinated omission. Rows with ⚠ had errors (socket errors, time-outs, \
				responses other than 2xx or 3xx), their numbers tell little.
				""".formatted(this.machine.cores());
	}

	private String commandLine(Mode mode) {
		List<String> words = List.of("java " + String.join(" ", this.options.jvmFlags()), "-jar",
				String.valueOf(this.command.jar().getFileName()), String.join(" ", this.command.arguments(mode)));
		return words.stream().collect(Collectors.joining(" "));
	}

}
