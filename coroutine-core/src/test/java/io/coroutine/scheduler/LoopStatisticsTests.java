package io.coroutine.scheduler;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LoopStatisticsTests {

	private final LoopStatistics statistics = new LoopStatistics();

	@Test
	void whenSlicesAreTimedThenTheyAreKept() {
		this.statistics.sliceBegins();
		this.statistics.sliceBegins();
		this.statistics.sliceEnded(1_000);
		assertThat(this.statistics.slices()).isEqualTo(2);
		assertThat(this.statistics.runSlices().snapshot().samples()).isOne();
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
