package io.coroutine.internal.timer;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TimerWheelTests {

	private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

	private final TimerWheel wheel = new TimerWheel(0);

	@Test
	void whenEmptyThenNothingIsNext() {
		assertThat(this.wheel.millisToNext(5 * MILLI)).isEqualTo(-1);
		assertThat(this.wheel.expire(Long.MAX_VALUE / 2)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 63, 64, 65, 4095, 4096, 100_000, 262_144, 20_000_000, 3_000_000_000L })
	void whenOneTimerThenItIsDueAtItsTimeAndNotBefore(long millis) {
		TestTimer timer = new TestTimer(millis * MILLI);
		this.wheel.add(timer, timer.deadline);
		long now = 0;
		int wakes = 0;
		while (true) {
			int wait = this.wheel.millisToNext(now);
			assertThat(wait).isPositive();
			now += wait * MILLI;
			wakes++;
			List<Timer> due = this.wheel.expire(now);
			if (!due.isEmpty()) {
				assertThat(due).containsExactly(timer);
				break;
			}
			assertThat(now).isLessThan(timer.deadline);
		}
		assertThat(now).isEqualTo(timer.deadline);
		assertThat(wakes).isLessThanOrEqualTo(6);
		assertThat(this.wheel.size()).isZero();
	}

	@Test
	void whenDeadlineHasPassedThenTimerIsDueAtTheNextTick() {
		this.wheel.expire(1000 * MILLI);
		TestTimer timer = new TestTimer(3 * MILLI);
		this.wheel.add(timer, timer.deadline);
		assertThat(this.wheel.expire(1001 * MILLI)).containsExactly(timer);
	}

	@Test
	void whenRemovedThenTimerIsNeverDueAndMayBeAddedAgain() {
		TestTimer timer = new TestTimer(10 * MILLI);
		this.wheel.add(timer, timer.deadline);
		this.wheel.remove(timer);
		this.wheel.remove(timer);
		assertThat(this.wheel.size()).isZero();
		assertThat(this.wheel.millisToNext(0)).isEqualTo(-1);
		this.wheel.add(timer, 20 * MILLI);
		assertThat(this.wheel.expire(20 * MILLI)).containsExactly(timer);
	}

	@Test
	void whenRandomTimersThenEachIsDueOnceInTimeAndInOrder() {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		List<TestTimer> waiting = new ArrayList<>();
		long now = 0;
		for (int step = 0; step < 20_000; step++) {
			for (int i = random.nextInt(4); i > 0; i--) {
				TestTimer timer = new TestTimer(now + randomDelay(random));
				this.wheel.add(timer, timer.deadline);
				waiting.add(timer);
			}
			if (!waiting.isEmpty() && random.nextInt(4) == 0) {
				this.wheel.remove(waiting.remove(random.nextInt(waiting.size())));
			}
			now += randomDelay(random) / 3;
			long instant = now;
			List<Timer> due = this.wheel.expire(now);
			assertThat(due).as("seed %d", seed)
				.allSatisfy((timer) -> assertThat(((TestTimer) timer).deadline).isLessThanOrEqualTo(instant));
			assertThat(due).isSortedAccordingTo((one, other) -> Long.compare(one.tick, other.tick));
			assertThat(waiting.removeAll(due)).isEqualTo(!due.isEmpty());
			assertThat(waiting).as("seed %d", seed)
				.noneSatisfy((timer) -> assertThat(timer.deadline).isLessThanOrEqualTo(instant - MILLI));
			assertThat(this.wheel.size()).isEqualTo(waiting.size());
		}
	}

	private static long randomDelay(Random random) {
		return (long) (Math.pow(10, random.nextDouble() * 7) * MILLI / 100);
	}

	private static final class TestTimer extends Timer {

		private final long deadline;

		TestTimer(long deadline) {
			this.deadline = deadline;
		}

		@Override
		protected void fire() {
			throw new IllegalStateException("Not on a loop");
		}

	}

}
