package io.coroutine.benchmarks.micro;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.coroutine.benchmarks.support.Machine;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MicroReport} and {@link Rounds}.
 */
class MicroReportTests {

	private final MicroOptions options = MicroOptions.parse("--rounds=3");

	private final MicroReport report = new MicroReport(this.options, new Machine("Abacus", 2, "24 GiB", "Linux", "25"),
			"abc1234", List.of("-Xone", "-Xtwo"));

	private final Rounds rounds = new Rounds();

	@Test
	void whenGoalIsReachedThenSaysSo() {
		this.rounds.add(Operation.YIELD, Map.of("coroutines", 40.0, "virtualThreads", 100.0, "kotlin", 80.0));
		this.rounds.add(Operation.YIELD, Map.of("coroutines", 480.0, "virtualThreads", 1000.0, "kotlin", 900.0));
		assertThat(render())
			.contains("| switch by yield | coroutines | 260.00 (40.00–480.00) | 0.44 (0.40–0.48) "
					+ "| ≤ 0.50: reached | virtualThreads |")
			.contains("| switch by yield | kotlin | 490.00 (80.00–900.00) | 0.85 (0.80–0.90) |  | virtualThreads |");
	}

	@Test
	void whenGoalIsMissedThenSaysSo() {
		this.rounds.add(Operation.CREATE,
				Map.of("coroutines", 120.0, "virtualThreads", 100.0, "platformThreads", 9000.0, "kotlin", 50.0));
		assertThat(render()).contains("| create, run, finish | coroutines | 120.00 (120.00–120.00) "
				+ "| 1.20 (1.20–1.20) | ≤ 1.15: missed |");
	}

	@Test
	void whenOverheadAndRecordingAreMeasuredThenAddsThemUp() {
		this.rounds.add(Operation.OVERHEAD, Map.of("observed", 101.0, "watched", 100.5, "unwatched", 100.0));
		this.rounds.add(Operation.RECORDING, Map.of("recording", 1.5));
		assertThat(render()).contains("watchdog and snapshots 1.0 %")
			.contains("recording of latencies 1.5 %")
			.contains("Sum: 2.5 %");
	}

	@Test
	void whenTheCostOfFeaturesIsMeasuredThenSaysWhatEachAdds() {
		this.rounds.add(Operation.REQUEST, Map.of("admission", 90.0, "deadline", 510.0, "deadlineOfHeader", 620.0,
				"noDeadline", 25.0, "nothing", 10.0));
		assertThat(render()).contains("goal: 2000 ns at the most): `admission` 80 ns, `deadline` 500 ns, "
				+ "`deadlineOfHeader` 610 ns, `noDeadline` 15 ns.");
	}

	@Test
	void whenRenderedThenHeaderTellsHowItWasMeasured() {
		assertThat(render()).contains("2026-01-02T03:04:00Z, commit abc1234")
			.contains("Abacus, 2 cores, 24 GiB")
			.contains("Rounds: 3")
			.contains("Live in `park`: 1,000,000")
			.contains("`-Xone -Xtwo`");
	}

	private String render() {
		return this.report.render(this.rounds, Instant.parse("2026-01-02T03:04:00Z"));
	}

}
