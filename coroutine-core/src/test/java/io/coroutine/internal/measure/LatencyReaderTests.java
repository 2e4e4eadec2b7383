package io.coroutine.internal.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LatencyReaderTests {

	private final Latencies latencies = new Latencies();

	private final LatencyReader reader = this.latencies.reader();

	private final List<Long> passed = new ArrayList<>();

	@Test
	void whenNothingIsMeasuredThenNothingIsPassedOn() {
		assertThat(this.reader.read(10, this.passed::add)).isZero();
		assertThat(this.passed).isEmpty();
	}

	@Test
	void whenReadThenEachIsPassedOnOnceToOnePercent() {
		record(5_000, 1_000, 1_000, 70_000_000);
		assertThat(this.reader.read(10, this.passed::add)).isEqualTo(4);
		assertThat(this.passed).hasSize(4);
		assertNear(this.passed.get(0), 1_000);
		assertNear(this.passed.get(1), 1_000);
		assertNear(this.passed.get(2), 5_000);
		assertNear(this.passed.get(3), 70_000_000);
		assertThat(this.reader.read(10, this.passed::add)).isZero();
		record(1_000);
		assertThat(this.reader.read(10, this.passed::add)).isOne();
		assertNear(this.passed.get(4), 1_000);
	}

	@Test
	void whenThereAreSeveralReadersAndSnapshotsThenEachSeesAll() {
		LatencyReader other = this.latencies.reader();
		record(1_000, 2_000);
		assertThat(this.latencies.snapshot().samples()).isEqualTo(2);
		assertThat(this.reader.read(10, this.passed::add)).isEqualTo(2);
		record(3_000);
		assertThat(other.read(10, this.passed::add)).isEqualTo(3);
		assertThat(this.reader.read(10, this.passed::add)).isEqualTo(1);
		assertThat(this.latencies.snapshot().samples()).isEqualTo(3);
	}

	@Test
	void whenThereAreTooManyThenTheDistributionAndTheLongestStay() {
		for (int i = 0; i < 9_000; i++) {
			record(1_000);
		}
		for (int i = 0; i < 1_000; i++) {
			record(1_000_000);
		}
		record(50_000_000);
		int count = this.reader.read(100, this.passed::add);
		assertThat(count).isEqualTo(this.passed.size()).isBetween(90, 101);
		assertThat(this.passed.stream().filter((nanos) -> nanos < 2_000).count()).isBetween(80L, 91L);
		assertNear(this.passed.getLast(), 50_000_000);
		assertThat(this.reader.read(100, this.passed::add)).isZero();
	}

	@Test
	void whenOutOfRangeThenTheNearestIsMeasured() {
		record(-5, 0, Long.MAX_VALUE);
		assertThat(this.latencies.snapshot().samples()).isEqualTo(3);
		assertNear(this.latencies.snapshot().max(), 60_000_000_000L);
	}

	@Test
	void whenSeveralWriteAndReadThenNoneIsLost() throws Exception {
		AtomicLong sum = new AtomicLong();
		List<Thread> writers = new ArrayList<>();
		for (int writer = 0; writer < 2; writer++) {
			writers.add(Thread.ofPlatform().start(() -> {
				for (int i = 0; i < 20_000; i++) {
					record(1_000 + i);
				}
			}));
		}
		long count = 0;
		for (Thread writer : writers) {
			while (writer.isAlive()) {
				count += this.reader.read(Integer.MAX_VALUE, sum::addAndGet);
			}
			writer.join();
		}
		count += this.reader.read(Integer.MAX_VALUE, sum::addAndGet);
		assertThat(count).isEqualTo(40_000);
		assertThat(sum.get()).isBetween(400_000_000L, 500_000_000L);
	}

	private void record(long... nanos) {
		for (long each : nanos) {
			this.latencies.record(each);
		}
	}

	private static void assertNear(long actual, long expected) {
		assertThat(actual).isBetween(expected * 99 / 100, expected * 101 / 100);
	}

}
