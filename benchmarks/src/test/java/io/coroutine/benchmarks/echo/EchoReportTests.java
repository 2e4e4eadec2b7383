package io.coroutine.benchmarks.echo;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.coroutine.benchmarks.echo.EchoSeries.EchoMeasurement;
import io.coroutine.benchmarks.support.Machine;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EchoReport} and {@link EchoSeries}.
 */
class EchoReportTests {

	private final EchoReport report = new EchoReport(EchoOptions.parse("--server-core=3"),
			new Machine("Abacus", 2, "24 GiB", "Linux", "25"), "abc1234");

	@Test
	void whenRoundsAreMeasuredThenShowsRatiosAndGoals() {
		EchoSeries series = new EchoSeries(100);
		series.add(Map.of(EchoEngine.COROUTINES, measurement(6_000), EchoEngine.VIRTUAL, measurement(10_000)));
		series.add(Map.of(EchoEngine.COROUTINES, measurement(80_000), EchoEngine.VIRTUAL, measurement(100_000)));
		assertThat(render(series)).contains("| 100 | virtual threads | 55.00 (10.00–100.00) |  | 2000 | 1.50 | 2.50 |")
			.contains("| 100 | coroutines | 43.00 (6.00–80.00) |  | 2000 | 1.50 | 2.50 |")
			.contains("| 100 | ratio | 0.70 (0.60–0.80) | ≤ 0.85: reached | 1.00 (1.00–1.00) |")
			.contains("on core 3")
			.contains("Not counted, as there is no strace.");
	}

	@Test
	void whenGoalIsMissedThenSaysSo() {
		EchoSeries series = new EchoSeries(1000);
		series.add(Map.of(EchoEngine.COROUTINES, measurement(8_000), EchoEngine.VIRTUAL, measurement(10_000)));
		assertThat(render(series)).contains("| 0.80 (0.80–0.80) | ≤ 0.75: missed |");
	}

	@Test
	void whenSystemCallsAreCountedThenLeavesRareOnesOut() {
		EchoSeries series = new EchoSeries(100);
		series.add(EchoEngine.COROUTINES, new SystemCalls(Map.of("recvfrom", 1.0, "sendto", 1.001, "brk", 0.001)));
		assertThat(render(series)).contains("| connections | engine | epoll_ctl | recvfrom | sendto |")
			.contains("| 100 | coroutines | 0.000 | 1.000 | 1.001 |");
	}

	@Test
	void whenALoadResultIsPrintedThenItCanBeRead() {
		LoadResult result = new LoadResult(1, 2, 3, 4, 5);
		assertThat(LoadResult.parse(result.toLine())).isEqualTo(result);
	}

	private String render(EchoSeries series) {
		return this.report.render(List.of(series), Instant.parse("2026-01-02T03:04:00Z"));
	}

	private static EchoMeasurement measurement(long cpuMicros) {
		return new EchoMeasurement(new LoadResult(1000, 500_000_000, 1_500_000, 2_500_000, 3_500_000), cpuMicros);
	}

}
