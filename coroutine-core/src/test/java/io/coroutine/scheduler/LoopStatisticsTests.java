package io.coroutine.scheduler;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LoopStatisticsTests {

	private final LoopStatistics statistics = new LoopStatistics();

	@Test
	void whenSlicesBeginThenAboutOneIn16IsTimed() {
		int timed = 0;
		int untimed = 0;
		for (int i = 0; i < 16_500; i++) {
			long since = this.statistics.sliceBegins();
			if (since != LoopStatistics.NOT_TIMED) {
				this.statistics.sliceEnds(since);
				timed++;
				untimed = 0;
			}
			else {
				untimed++;
			}
			assertThat(untimed).isLessThan(32);
		}
		assertThat(timed).isBetween(900, 1_100);
		assertThat(this.statistics.slices()).isEqualTo(16_500);
		assertThat(this.statistics.runSlices().snapshot().samples()).isEqualTo(timed);
	}

	@Test
	void whenCoroutinesTakeTurnsThenEachIsTimed() {
		int[] timed = new int[16];
		for (int i = 0; i < 16_000; i++) {
			if (this.statistics.sliceBegins() != LoopStatistics.NOT_TIMED) {
				timed[i % 16]++;
			}
		}
		for (int count : timed) {
			assertThat(count).isPositive();
		}
	}

	@Test
	void whenStallEndsThenItStaysCounted() {
		this.statistics.stallBegins();
		assertThat(this.statistics.isStalled()).isTrue();
		this.statistics.stallEnds();
		assertThat(this.statistics.isStalled()).isFalse();
		assertThat(this.statistics.stalls()).isOne();
	}

}
