package io.coroutine.internal.measure;

import java.util.concurrent.atomic.AtomicBoolean;

import io.coroutine.snapshot.LoopTimes;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LoopClockTests {

	private final LoopClock clock = new LoopClock();

	@Test
	void whenNothingIsDoneYetThenTimesAreZero() {
		assertThat(this.clock.times()).isEqualTo(new LoopTimes(0, 0, 0));
	}

	@Test
	void whenStoppedThenTimesAddUpToTheTimeBetween() {
		long before = System.nanoTime();
		this.clock.enter(LoopClock.RUNNING);
		long inside = System.nanoTime();
		for (int i = 0; i < 1_000; i++) {
			this.clock.enter(i % 3);
			this.clock.enter(i % 3);
		}
		long least = System.nanoTime() - inside;
		this.clock.stop();
		long most = System.nanoTime() - before;
		LoopTimes times = this.clock.times();
		assertThat(times.running() + times.polling() + times.sleeping()).isBetween(least, most);
		assertThat(this.clock.times()).isEqualTo(times);
	}

	@Test
	void whenAnActivityGoesOnThenItsTimeDoesToo() {
		this.clock.enter(LoopClock.POLLING);
		this.clock.enter(LoopClock.SLEEPING);
		LoopTimes first = this.clock.times();
		long since = System.nanoTime();
		while (System.nanoTime() - since < 1_000_000) {
			Thread.onSpinWait();
		}
		LoopTimes second = this.clock.times();
		assertThat(second.sleeping() - first.sleeping()).isGreaterThanOrEqualTo(1_000_000);
		assertThat(second.polling()).isEqualTo(first.polling());
		assertThat(second.running()).isZero();
	}

	@Test
	void whenReadWhileItChangesThenTimesNeverGoBack() throws Exception {
		AtomicBoolean done = new AtomicBoolean();
		Thread writer = Thread.ofPlatform().start(() -> {
			for (int i = 0; !done.get(); i++) {
				this.clock.enter(i % 3);
			}
		});
		try {
			LoopTimes last = this.clock.times();
			for (int i = 0; i < 100_000; i++) {
				LoopTimes now = this.clock.times();
				assertThat(now.running()).isGreaterThanOrEqualTo(last.running());
				assertThat(now.polling()).isGreaterThanOrEqualTo(last.polling());
				assertThat(now.sleeping()).isGreaterThanOrEqualTo(last.sleeping());
				last = now;
			}
		}
		finally {
			done.set(true);
			writer.join();
		}
	}

}
