package io.coroutine.benchmarks.stall;

import java.time.Duration;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SleeperRound}.
 */
class SleeperRoundTests {

	@Test
	void whenOthersAreBusyThenEachSleeperIsCounted() throws Exception {
		Histogram late = new SleeperRound((task) -> new Thread(task).start()).run(3, 1, Duration.ofMillis(50));
		assertThat(late.getTotalCount()).isGreaterThanOrEqualTo(3);
		assertThat(late.getMinNonZeroValue()).isPositive();
	}

}
