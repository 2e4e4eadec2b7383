package io.coroutine.tomcat.admission;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import io.coroutine.admission.AdmissionGate;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AdaptiveLimit}, with a clock of their own.
 */
class AdaptiveLimitTests {

	private static final int MIN = 5;

	private static final int MAX = 200;

	private final AtomicLong now = new AtomicLong(1);

	private final AdmissionGate gate = AdmissionGate.builder("requests", 20).build();

	private final AdaptiveLimit limit = new AdaptiveLimit(this.gate, MIN, MAX, this.now::get);

	/**
	 * Let as many in at once as the gate allows, again and again.
	 */
	private void work(Duration time, Duration each, boolean representative) {
		work(time, each, representative, 1);
	}

	private void work(Duration time, Duration each, boolean representative, double share) {
		long end = this.now.get() + time.toNanos();
		while (this.now.get() < end) {
			long[] begun = new long[Math.max((int) (this.gate.limit() * share), 1)];
			for (int i = 0; i < begun.length; i++) {
				begun[i] = this.limit.begin();
			}
			this.now.addAndGet(each.toNanos());
			for (long begin : begun) {
				this.limit.end(begin, representative);
			}
		}
	}

	@Test
	void whenMoreAtOnceTakeNoLongerThenLimitRises() {
		work(Duration.ofMinutes(1), Duration.ofMillis(10), true);
		assertThat(this.gate.limit()).isEqualTo(MAX);
	}

	@Test
	void whenLatencyRisesThenLimitFallsAndComesBackWithIt() {
		work(Duration.ofMinutes(1), Duration.ofMillis(10), true);
		work(Duration.ofSeconds(10), Duration.ofMillis(100), true);
		assertThat(this.gate.limit()).isBetween(MIN, 20);
		work(Duration.ofMinutes(1), Duration.ofMillis(10), true);
		assertThat(this.gate.limit()).isEqualTo(MAX);
	}

	@Test
	void whenAllIsSlowerThanEverThenLimitIsNeverBelowItsMinimum() {
		work(Duration.ofSeconds(10), Duration.ofMillis(1), true);
		work(Duration.ofSeconds(30), Duration.ofSeconds(1), true);
		assertThat(this.gate.limit()).isGreaterThanOrEqualTo(MIN);
	}

	@Test
	void whenFewAreInThenLimitStays() {
		work(Duration.ofMinutes(1), Duration.ofMillis(10), true, 0.2);
		assertThat(this.gate.limit()).isEqualTo(20);
	}

	@Test
	void whenTimesDoNotCountThenLimitStays() {
		work(Duration.ofMinutes(1), Duration.ofMillis(10), false);
		assertThat(this.gate.limit()).isEqualTo(20);
	}

}
