package io.coroutine.internal.stall;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.coroutine.internal.fiber.Fiber;
import io.coroutine.internal.loop.EventLoopGroup;
import io.coroutine.internal.scheduler.EventLoopScheduler;
import io.coroutine.internal.scheduler.Scheduler;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StallLogTests {

	private final StallLog log = new StallLog();

	@Test
	void whenCoroutinesStallThenEachIsCountedSinceAPointInTime() {
		this.log.add(1);
		long since = this.log.count();
		this.log.add(2);
		this.log.add(1);
		this.log.add(2);
		assertThat(since).isEqualTo(1);
		assertThat(this.log.count()).isEqualTo(4);
		assertThat(this.log.countOf(1, since)).isEqualTo(1);
		assertThat(this.log.countOf(2, since)).isEqualTo(2);
		assertThat(this.log.countOf(1, 0)).isEqualTo(2);
		assertThat(this.log.countOf(3, 0)).isZero();
		assertThat(this.log.countOf(1, this.log.count())).isZero();
	}

	@Test
	void whenThereAreMoreThanItHoldsThenTheLastAreCounted() {
		for (int i = 0; i < 5_000; i++) {
			this.log.add(i % 2);
		}
		assertThat(this.log.count()).isEqualTo(5_000);
		assertThat(this.log.countOf(0, 0)).isEqualTo(512);
		assertThat(this.log.countOf(0, 4_990)).isEqualTo(5);
	}

	@Test
	void whenACoroutineOccupiesItsLoopThenItsStallIsLoggedOnce() throws Exception {
		EventLoopGroup group = EventLoopGroup.start(1, 4, Duration.ofMillis(2));
		EventLoopScheduler scheduler = new EventLoopScheduler(group, 0, 0);
		CountDownLatch other = new CountDownLatch(1);
		Fiber hog = scheduler.start("hog", Scheduler.SHARED_STACK, () -> {
			scheduler.start(null, Scheduler.SHARED_STACK, other::countDown);
			while (other.getCount() > 0) {
				Thread.onSpinWait();
			}
		});
		assertThat(other.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(hog.join(Duration.ofSeconds(30))).isTrue();
		assertThat(group.stalls().countOf(hog.id(), 0)).isEqualTo(1);
		assertThat(scheduler.shutdown(Duration.ofSeconds(30))).isZero();
	}

}
