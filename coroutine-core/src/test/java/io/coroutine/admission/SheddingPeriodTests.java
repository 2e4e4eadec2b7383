package io.coroutine.admission;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SheddingPeriod}.
 */
class SheddingPeriodTests {

	/** So that the clock overflows on the way. */
	private static final long START = Long.MAX_VALUE - SheddingPeriod.PAUSE_NANOS;

	private final SheddingPeriod period = new SheddingPeriod();

	@Test
	void whenNobodyWasTurnedAwayThenThereIsNoPeriod() {
		assertThat(this.period.length(START)).isZero();
	}

	@Test
	void whenOneWasTurnedAwayThenThePeriodHasNoLength() {
		this.period.rejected(START);
		assertThat(this.period.length(START + SheddingPeriod.PAUSE_NANOS)).isZero();
	}

	@Test
	void whenPausesAreShortThenThePeriodGoesOn() {
		for (int i = 0; i <= 10; i++) {
			this.period.rejected(START + i * SheddingPeriod.PAUSE_NANOS);
		}
		long last = START + 10 * SheddingPeriod.PAUSE_NANOS;
		assertThat(this.period.length(last + SheddingPeriod.PAUSE_NANOS))
			.isEqualTo(Duration.ofNanos(10 * SheddingPeriod.PAUSE_NANOS));
	}

	@Test
	void whenNobodyIsTurnedAwayForLongerThenThePeriodIsOver() {
		this.period.rejected(START);
		this.period.rejected(START + SheddingPeriod.PAUSE_NANOS);
		assertThat(this.period.length(START + 2 * SheddingPeriod.PAUSE_NANOS + 1)).isZero();
	}

	@Test
	void whenAPauseWasTooLongThenAnotherPeriodBegins() {
		long begin = START + SheddingPeriod.PAUSE_NANOS + 1;
		this.period.rejected(START);
		this.period.rejected(begin);
		this.period.rejected(begin + SheddingPeriod.GRAIN_NANOS);
		assertThat(this.period.length(begin + SheddingPeriod.GRAIN_NANOS))
			.isEqualTo(Duration.ofNanos(SheddingPeriod.GRAIN_NANOS));
	}

	@Test
	void whenManyAreTurnedAwayAtOnceThenNotEachIsWrittenDown() {
		this.period.rejected(START);
		this.period.rejected(START + SheddingPeriod.GRAIN_NANOS - 1);
		assertThat(this.period.length(START + SheddingPeriod.GRAIN_NANOS)).isZero();
	}

	@Test
	void whenARejectionIsToldLateThenThePeriodDoesNotGoBack() {
		this.period.rejected(START);
		this.period.rejected(START + SheddingPeriod.PAUSE_NANOS);
		this.period.rejected(START + 1);
		assertThat(this.period.length(START + SheddingPeriod.PAUSE_NANOS))
			.isEqualTo(Duration.ofNanos(SheddingPeriod.PAUSE_NANOS));
	}

}
