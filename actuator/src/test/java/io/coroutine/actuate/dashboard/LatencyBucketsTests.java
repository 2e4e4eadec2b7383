package io.coroutine.actuate.dashboard;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import io.coroutine.internal.scheduler.Scheduler;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LatencyBucketsTests {

	@Test
	void whenLatencyIsCountedThenTheBoundOfItsBucketIsCloseAbove() {
		LongStream.of(0, 1, 7, 8, 9, 15, 16, 17, 100, 1_000, 65_535, 65_536, 1_000_000, 60_000_000_000L)
			.forEach((nanos) -> assertThat(LatencyBuckets.bound(LatencyBuckets.index(nanos))).isBetween(nanos,
					nanos + nanos / 8));
	}

	@Test
	void whenLatenciesGrowThenSoDoTheirBuckets() {
		for (int i = 1; i < LatencyBuckets.index(Long.MAX_VALUE); i++) {
			long bound = LatencyBuckets.bound(i);
			assertThat(LatencyBuckets.index(bound)).isEqualTo(i);
			assertThat(LatencyBuckets.index(bound + 1)).isEqualTo(i + 1);
		}
	}

	@Test
	void whenCoroutinesAreSwitchedThenTheirLatenciesAddUp() throws Exception {
		try (CoroutineRuntime runtime = CoroutineRuntime.builder().engine(EngineChoice.EVENT_LOOP).loops(1).start()) {
			LatencyBuckets buckets = new LatencyBuckets(Scheduler.behind(runtime).loops());
			assertThat(total(buckets)).isLessThan(10);
			assertThat(runtime.start(LatencyBucketsTests::yieldOften).join(Duration.ofSeconds(60))).isTrue();
			long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
			long first = total(buckets);
			while (first < 10) {
				assertThat(System.nanoTime() - deadline).as("time is up").isNegative();
				first = total(buckets);
			}
			assertThat(total(buckets)).isGreaterThanOrEqualTo(first);
		}
	}

	@Test
	void whenThereAreNoLoopsThenThereAreNoBuckets() {
		assertThat(new LatencyBuckets(null).read()).isEmpty();
	}

	private static void yieldOften() {
		for (int i = 0; i < 1_000; i++) {
			Thread.yield();
		}
	}

	private static long total(LatencyBuckets buckets) {
		return buckets.read().stream().map(List::getLast).mapToLong(Long::longValue).sum();
	}

}
