package io.coroutine.benchmarks.stall;

import java.time.Duration;
import java.time.Instant;

import io.coroutine.benchmarks.echo.EchoEngine;
import io.coroutine.benchmarks.stall.Latencies.Latency;
import io.coroutine.benchmarks.support.Machine;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StallReport}, {@link Latencies} and {@link StallOptions}.
 */
class StallReportTests {

	private final StallOptions options = StallOptions.parse("--seconds=7", "--hog-core=3");

	private final StallReport report = new StallReport(this.options, new Machine("Abacus", 2, "24 GiB", "Linux", "25"),
			"abc1234");

	private final Latencies latencies = new Latencies();

	@Test
	void whenSleepersWakeInTimeThenGoalIsReached() {
		this.latencies.add(Sleepers.COROUTINES, new Latency(1, 30, 50));
		this.latencies.add(Sleepers.COROUTINES, new Latency(2, 32, 70));
		this.latencies.add(Sleepers.VIRTUAL_THREADS, new Latency(2000, 5000, 5001));
		assertThat(this.report.sleepers(this.latencies)).contains("Busy for 7 s")
			.contains(
					"| coroutines | 1.50 (1.00–2.00) | 31.00 (30.00–32.00) | 60.00 (50.00–70.00) | ≤ 40.00: reached |")
			.contains("| virtual threads | 2000.00 (2000.00–2000.00) | 5000.00 (5000.00–5000.00) | "
					+ "5001.00 (5001.00–5001.00) |  |");
	}

	@Test
	void whenEchoIsSlowerThanOnVirtualThreadsThenGoalIsMissed() {
		this.latencies.add(HoggedEcho.name(EchoEngine.VIRTUAL), new Latency(1, 3, 4));
		this.latencies.add(HoggedEcho.name(EchoEngine.COROUTINES), new Latency(1, 3.5, 4));
		assertThat(this.report.echo(this.latencies, 12_345)).contains("at 12345 requests/s")
			.contains("The busy process is on core 3")
			.contains("≤ 3.00: missed");
	}

	@Test
	void whenHeadIsRenderedThenTellsWhereItRan() {
		assertThat(this.report.head(Instant.parse("2026-01-02T03:04:00Z"))).contains("commit abc1234")
			.contains("Abacus, 2 cores")
			.contains("Rounds: 5");
	}

	@Test
	void whenQuickThenIsShorterButGivenNumbersWin() {
		StallOptions quick = StallOptions.parse("--quick", "--sleepers=5", "--scenarios=echo");
		assertThat(quick.rounds()).isEqualTo(1);
		assertThat(quick.busy()).isEqualTo(Duration.ofSeconds(1));
		assertThat(quick.sleepers()).isEqualTo(5);
		assertThat(quick.scenarios()).containsExactly(StallScenario.ECHO);
	}

}
