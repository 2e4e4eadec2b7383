package io.coroutine.internal.measure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.coroutine.internal.fiber.Fiber;
import io.coroutine.internal.loop.EventLoopGroup;
import io.coroutine.internal.scheduler.EventLoopScheduler;
import io.coroutine.internal.scheduler.Scheduler;
import io.coroutine.snapshot.LoopSnapshot;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LoopStatisticsTests {

	private static final Duration LONG = Duration.ofSeconds(60);

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
	void whenCoroutinesRunThenTimesAndSlicesAreMeasured() throws Exception {
		// A single loop, as another one might take its coroutines
		EventLoopGroup group = EventLoopGroup.start(1, 0, Duration.ofHours(1));
		EventLoopScheduler scheduler = new EventLoopScheduler(group, 0, 0);
		LatencyReader slices = group.readRunSlices(0);
		LatencyReader latencies = group.readSwitchLatencies(0);
		List<Fiber> fibers = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			fibers.add(scheduler.start(null, Scheduler.SHARED_STACK, LoopStatisticsTests::yieldOften));
		}
		for (Fiber fiber : fibers) {
			assertThat(fiber.join(LONG)).isTrue();
		}
		LoopSnapshot loop = scheduler.snapshot().loops().getFirst();
		assertThat(loop.times().running()).isPositive();
		assertThat(loop.times().polling()).isPositive();
		// What ends a slice is recorded after it, so that of the last one may be missing
		long samples = loop.switchLatency().samples();
		assertThat(loop.runSlice().samples()).isBetween(samples - 1, samples);
		assertThat(slices.read(Integer.MAX_VALUE, (nanos) -> assertThat(nanos).isPositive())).isPositive();
		assertThat(latencies.read(Integer.MAX_VALUE, (nanos) -> assertThat(nanos).isPositive())).isPositive();
		assertThat(scheduler.shutdown(LONG)).isZero();
	}

	private static void yieldOften() {
		for (int i = 0; i < 500; i++) {
			Thread.yield();
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
