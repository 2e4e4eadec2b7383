package io.coroutine.actuate;

import java.util.concurrent.TimeUnit;

import io.coroutine.snapshot.LoopTimes;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Utilization}.
 */
class UtilizationTests {

	private final Utilization utilization = new Utilization();

	@Test
	void whenLessThanASecondHasPassedThenItIsZero() {
		assertThat(this.utilization.update(times(400, 100, 499))).isZero();
	}

	@Test
	void whenSecondsHavePassedThenItIsThePartOfTheTimeSinceThen() {
		assertThat(this.utilization.update(times(200, 50, 750))).isEqualTo(0.25);
		assertThat(this.utilization.update(times(700, 50, 750))).isEqualTo(0.25);
		assertThat(this.utilization.update(times(1200, 50, 750))).isEqualTo(1);
		assertThat(this.utilization.update(times(1200, 50, 5750))).isZero();
	}

	private static LoopTimes times(long running, long polling, long sleeping) {
		return new LoopTimes(TimeUnit.MILLISECONDS.toNanos(running), TimeUnit.MILLISECONDS.toNanos(polling),
				TimeUnit.MILLISECONDS.toNanos(sleeping));
	}

}
