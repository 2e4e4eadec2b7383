package io.coroutine.benchmarks.micro;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import io.coroutine.benchmarks.support.Machine;
import io.coroutine.benchmarks.support.MarkdownTable;
import io.coroutine.benchmarks.support.Spread;

/**
 * The result as Markdown.
 *
 * @param options what was asked for
 * @param machine what it ran on
 * @param commit what was measured
 * @param jvmFlags the flags of all JVMs
 */
record MicroReport(MicroOptions options, Machine machine, String commit, List<String> jvmFlags) {

	String render(Rounds rounds, Instant time) {
		StringBuilder text = new StringBuilder("# Micro benchmarks\n\n");
		text.append(this.machine.describe(time, this.commit));
		text.append("""
				- Rounds: %d, each with a JVM of its own for each peer, the order of the peers rotated
				- Each JVM: %d iterations of warm-up and %d measured, of %d s
				- Live in `park`: %,d
				- JVM flags: `%s`

				All run on one carrier: one event loop, or one thread of the JDK's or Kotlin's scheduler. \
				Nanoseconds and ratios are the median of the rounds, with the lowest and the highest; ratios are \
				formed round by round.

				""".formatted(this.options.rounds(), this.options.warmUps(), this.options.iterations(),
				this.options.iteration().toSeconds(), this.options.live(), String.join(" ", this.jvmFlags)));
		text.append(table(rounds));
		text.append(added(rounds));
		text.append(overhead(rounds));
		return text.toString();
	}

	private MarkdownTable table(Rounds rounds) {
		MarkdownTable table = new MarkdownTable(2,
				List.of("operation", "peer", "ns", "ratio to the base", "goal", "base"));
		for (Operation operation : this.options.operations()) {
			if (!rounds.has(operation)) {
				continue;
			}
			for (String peer : operation.peers()) {
				boolean judged = peer.equals(operation.peers().getFirst()) && operation.goal() != Operation.NO_RATIO;
				table.row(List.of(operation.description(), peer, rounds.nanos(operation, peer).toString(),
						rounds.ratio(operation, peer).toString(),
						judged ? goal(rounds.ratio(operation, peer), operation.goal()) : "", operation.base()));
			}
		}
		return table;
	}

	private static String goal(Spread ratio, double goal) {
		return String.format(Locale.ROOT, "≤ %.2f: %s", goal, (ratio.median() <= goal) ? "reached" : "missed");
	}

	private static String added(Rounds rounds) {
		return added(rounds, Operation.FORK, 1000) + added(rounds, Operation.REQUEST, 2000)
				+ added(rounds, Operation.RESILIENCE4J, 2000);
	}

	/**
	 * Tell what each peer takes more than the base, which is to be below a goal.
	 */
	private static String added(Rounds rounds, Operation operation, int goal) {
		if (!rounds.has(operation)) {
			return "";
		}
		double base = rounds.nanos(operation, operation.base()).median();
		String each = operation.peers()
			.stream()
			.filter((peer) -> !peer.equals(operation.base()))
			.map((peer) -> String.format(Locale.ROOT, "`%s` %.0f ns", peer,
					rounds.nanos(operation, peer).median() - base))
			.collect(Collectors.joining(", "));
		return String.format(Locale.ROOT, "\nAdded by each (%s, goal: %d ns at the most): %s.\n",
				operation.description(), goal, each);
	}

	private static String overhead(Rounds rounds) {
		if (!rounds.has(Operation.OVERHEAD) || !rounds.has(Operation.RECORDING)) {
			return "";
		}
		double base = rounds.nanos(Operation.OVERHEAD, Operation.OVERHEAD.base()).median();
		double looks = rounds.ratio(Operation.OVERHEAD, Operation.OVERHEAD.peers().getFirst()).median() - 1;
		double recording = rounds.nanos(Operation.RECORDING, Operation.RECORDING.base()).median() / base;
		return String.format(Locale.ROOT,
				"""

						What the runtime's looking at itself takes of a switch (goal: 3 %%): watchdog and snapshots %.1f %%, the \
						difference between the rows `observed` and `unwatched`; recording of latencies %.1f %%, \
						the time of its parts for each switch, as it cannot be switched off. Sum: %.1f %%.
						""",
				100 * looks, 100 * recording, 100 * (looks + recording));
	}

}
