package io.coroutine.internal.loop;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.coroutine.internal.scheduler.EventLoopScheduler;
import io.coroutine.internal.scheduler.Scheduler;
import io.coroutine.snapshot.LoopSnapshot;
import io.coroutine.test.Eventually;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Work that begins on one loop and is shared by all.
 */
class PlacementTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final int COUNT = 10_000;

	private EventLoopScheduler scheduler;

	private final Set<Integer> loops = ConcurrentHashMap.newKeySet();

	private final AtomicInteger ended = new AtomicInteger();

	@BeforeEach
	void start() throws Exception {
		// No hand-overs, so that nothing else moves coroutines
		this.scheduler = new EventLoopScheduler(EventLoopGroup.start(2, 0, Duration.ofSeconds(60)), 0, 0);
	}

	@AfterEach
	void stop() throws Exception {
		assertThat(this.scheduler.shutdown(LONG)).isZero();
	}

	@Test
	void whenAllWorkStartsOnOneLoopThenBothTakePartAndAllEnd() throws Exception {
		startChildren();
		assertThat(this.loops).containsExactlyInAnyOrder(0, 1);
		assertThat(this.ended).hasValue(COUNT);
		assertThat(this.scheduler.snapshot().loops().stream().mapToLong(LoopSnapshot::taken).sum()).isPositive();
	}

	@Test
	void whenTheOtherLoopSleepsDeepThenItIsRoused() throws Exception {
		// Until all sleep for so long that nobody looks around any more
		Eventually.until(this.scheduler.loops().watchdog()::isParked);
		startChildren();
		assertThat(this.loops).containsExactlyInAnyOrder(0, 1);
		assertThat(this.ended).hasValue(COUNT);
	}

	private void startChildren() throws InterruptedException {
		CountDownLatch all = new CountDownLatch(COUNT);
		long deadline = System.nanoTime() + LONG.toNanos();
		this.scheduler.start("parent", Scheduler.SHARED_STACK, () -> {
			for (int i = 0; i < COUNT; i++) {
				this.scheduler.start(null, Scheduler.SHARED_STACK, () -> {
					do {
						this.loops.add(EventLoop.current().index());
						compute();
						Thread.yield();
					}
					while (this.loops.size() < 2 && System.nanoTime() < deadline);
					this.ended.incrementAndGet();
					all.countDown();
				});
			}
		});
		assertThat(all.await(60, TimeUnit.SECONDS)).isTrue();
	}

	private static void compute() {
		for (int i = 0; i < 1_000; i++) {
			Thread.onSpinWait();
		}
	}

}
