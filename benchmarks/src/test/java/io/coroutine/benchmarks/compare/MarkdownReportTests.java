package io.coroutine.benchmarks.compare;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.coroutine.benchmarks.support.Machine;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MarkdownReport} and {@link ReportHeader}.
 */
class MarkdownReportTests {

	private static final Instant TIME = Instant.parse("2026-01-02T03:04:00Z");

	private final Options options = Options.parse("--modes=virtual,coroutines", "--scenarios=hello", "--pool-size=20",
			"--coroutine-args=--coroutine.loops.affinity=true");

	private final MarkdownReport report = report(this.options);

	private static MarkdownReport report(Options options) {
		return new MarkdownReport(options,
				new ReportHeader(options, new SampleCommand(Path.of("some", "folder", "sample.jar"), options),
						new Wrk(1, Path.of("logs")), new Machine("Abacus", 2, "24 GiB", "Linux", "25"),
						new Versions("abc1234", "4.1.2", "11.0.27", "14.22", "wrk 4.1.0")));
	}

	@Test
	void whenAllWasMeasuredThenShowsRatiosAndMedians() {
		String text = this.report.render(List.of(series(0)), true, TIME);
		assertThat(text).doesNotContain("Incomplete")
			.contains("| hello | 16 | coroutines / virtual | 0.60 (0.60–0.60) | 1.00 (1.00–1.00) |")
			.contains("| hello | 16 | virtual | 100.0 | 1000 | 1.50 | 0.50 | 9.50 | 0 |")
			.contains("| hello | 16 | coroutines | 60.0 | 1000 | 1.50 | 0.50 | 9.50 | 0 |")
			.doesNotContain("stock |");
	}

	@Test
	void whenARoundHasErrorsThenFlagsItsRows() {
		assertThat(this.report.render(List.of(series(3)), true, TIME)).contains("| ⚠ coroutines / virtual |")
			.contains("| 9.50 | ⚠ 3 |")
			.contains("| 9.50 | 0 |");
	}

	@Test
	void whenStoppedEarlyThenSaysSo() {
		assertThat(this.report.render(List.of(), false, TIME)).contains("**Incomplete**");
	}

	@Test
	void whenWaysToRunOnCoroutinesAreComparedThenTheBareOneIsTheBase() {
		Options options = Options.parse("--modes=bare,coroutines,used", "--scenarios=hello");
		Series series = new Series(Scenario.HELLO, 16);
		series.add(Map.of(Mode.BARE, Measurements.of(50, 0), Mode.COROUTINES, Measurements.of(51, 0), Mode.USED,
				Measurements.of(55, 0)));
		assertThat(report(options).render(List.of(series), true, TIME))
			.contains("| coroutines / bare | 1.02 (1.02–1.02) |", "| used / bare | 1.10 (1.10–1.10) |")
			.contains("--coroutine.deadline.enabled=false", "--coroutine.deadline.request=30s");
	}

	@Test
	void whenRenderedThenHeaderTellsHowItWasMeasured() {
		assertThat(this.report.render(List.of(), true, TIME)).contains("2026-01-02T03:04:00Z, commit abc1234")
			.contains("Abacus, 2 cores, 24 GiB")
			.contains("pool: 20 connections")
			.contains("java -Xmx512m -XX:+UseG1GC -jar sample.jar --coroutine.enabled=false "
					+ "--spring.threads.virtual.enabled=true")
			.contains("--coroutine.loops.affinity=true")
			.doesNotContain("folder");
	}

	private static Series series(long errors) {
		Series series = new Series(Scenario.HELLO, 16);
		series.add(Map.of(Mode.COROUTINES, Measurements.of(60, errors), Mode.VIRTUAL, Measurements.of(100, 0)));
		return series;
	}

}
