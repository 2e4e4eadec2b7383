package io.coroutine.benchmarks.support;

import java.util.stream.DoubleStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Spread}.
 */
class SpreadTests {

	@Test
	void whenNumberOfValuesIsOddThenMedianIsTheMiddle() {
		assertThat(Spread.of(DoubleStream.of(3, 1, 2))).isEqualTo(new Spread(2, 1, 3));
	}

	@Test
	void whenNumberOfValuesIsEvenThenMedianIsBetween() {
		assertThat(Spread.of(DoubleStream.of(4, 1, 3, 2))).isEqualTo(new Spread(2.5, 1, 4));
	}

	@Test
	void whenThereIsNothingThenShowsADash() {
		assertThat(Spread.of(DoubleStream.empty())).hasToString("–");
	}

	@Test
	void whenThereAreValuesThenShowsMedianAndRange() {
		assertThat(Spread.of(DoubleStream.of(0.654, 0.7, 0.6))).hasToString("0.65 (0.60–0.70)");
	}

}
