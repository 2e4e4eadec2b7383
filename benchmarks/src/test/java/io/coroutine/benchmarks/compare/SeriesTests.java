package io.coroutine.benchmarks.compare;

import java.util.Map;

import io.coroutine.benchmarks.support.Spread;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Series}.
 */
class SeriesTests {

	@Test
	void whenMachineSlowsDownThenRatiosStay() {
		Series series = new Series(Scenario.HELLO, 16);
		series.add(round(60, 100));
		series.add(round(600, 1000));
		series.add(round(300, 500));
		assertThat(series.ratio(Mode.COROUTINES, Mode.VIRTUAL, Metric.CPU)).isEqualTo(new Spread(0.6, 0.6, 0.6));
		assertThat(series.of(Mode.VIRTUAL, Metric.CPU)).isEqualTo(new Spread(500, 100, 1000));
	}

	@Test
	void whenMeasuredThenEachMetricIsPerRequestOrSecond() {
		Measurement measurement = Measurements.of(70, 0);
		assertThat(Metric.CPU.of(measurement)).isEqualTo(70);
		assertThat(Metric.THROUGHPUT.of(measurement)).isEqualTo(1000);
		assertThat(Metric.SWITCHES.of(measurement)).isEqualTo(1.5);
		assertThat(Metric.P50.of(measurement)).isEqualTo(0.5);
		assertThat(Metric.P99.of(measurement)).isEqualTo(9.5);
	}

	@Test
	void whenRoundsHaveErrorsThenSumsThemByMode() {
		Series series = new Series(Scenario.HELLO, 16);
		series.add(Map.of(Mode.STOCK, Measurements.of(1, 2), Mode.VIRTUAL, Measurements.of(1, 0)));
		series.add(Map.of(Mode.STOCK, Measurements.of(1, 3), Mode.VIRTUAL, Measurements.of(1, 0)));
		assertThat(series.errors(Mode.STOCK)).isEqualTo(5);
		assertThat(series.errors(Mode.VIRTUAL)).isZero();
	}

	private static Map<Mode, Measurement> round(long coroutines, long virtual) {
		return Map.of(Mode.COROUTINES, Measurements.of(coroutines, 0), Mode.VIRTUAL, Measurements.of(virtual, 0));
	}

}
