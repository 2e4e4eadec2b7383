package io.coroutine.internal.stall;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

import io.coroutine.internal.fiber.Fiber;
import io.coroutine.internal.loop.EventLoopGroup;
import io.coroutine.internal.scheduler.EventLoopScheduler;
import io.coroutine.internal.scheduler.Scheduler;
import io.coroutine.snapshot.StallOutcome;
import io.coroutine.snapshot.StallSnapshot;
import io.coroutine.test.Eventually;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RecentStallsTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private final CountDownLatch spinning = new CountDownLatch(1);

	private final CountDownLatch free = new CountDownLatch(1);

	@Test
	void whenThereAreMoreThanItHoldsThenTheLatestAreThereAndComeFirst() {
		RecentStalls recent = new RecentStalls();
		for (int i = 0; i < RecentStalls.SIZE + 7; i++) {
			new Stall(new FakeLoop(i), 1, null, System.nanoTime()).keepIn(recent);
		}
		List<StallSnapshot> list = recent.list();
		assertThat(list).hasSize(RecentStalls.SIZE);
		assertThat(list.getFirst().number()).isEqualTo(RecentStalls.SIZE + 7);
		assertThat(list.getFirst().loop()).isEqualTo(RecentStalls.SIZE + 6);
		assertThat(list.getLast().number()).isEqualTo(8);
	}

	@Test
	void whenStallIsAddedThenItLastsUntilItsEndIsTold() {
		RecentStalls recent = new RecentStalls();
		FakeLoop loop = new FakeLoop(1);
		long slice = loop.statistics().sliceBegins();
		Stall stall = new Stall(loop, slice, null, System.nanoTime() - TimeUnit.SECONDS.toNanos(5));
		stall.keepIn(recent);
		StallSnapshot lasting = recent.list().getFirst();
		assertThat(lasting.over()).isFalse();
		assertThat(lasting.blocksLoop()).isTrue();
		assertThat(lasting.duration()).isGreaterThanOrEqualTo(Duration.ofSeconds(5));
		assertThat(lasting.since()).isBeforeOrEqualTo(Instant.now().minusSeconds(4));
		assertThat(stall.takeLoopFrom(new BusyCarrier(), StallOutcome.HANDED_OVER)).isTrue();
		assertThat(recent.list().getFirst().blocksLoop()).isFalse();
		stall.end();
		StallSnapshot over = recent.list().getFirst();
		assertThat(over.over()).isTrue();
		assertThat(over.duration()).isGreaterThanOrEqualTo(lasting.duration());
		assertThat(recent.list().getFirst().duration()).isEqualTo(over.duration());
		assertThat(over.coroutineId()).isZero();
		assertThat(over.coroutineName()).isNull();
	}

	@Test
	void whenCarrierTakesTheLoopOverThenTheCulpritIsShownWithItsStack() throws Exception {
		EventLoopGroup group = EventLoopGroup.start(1, 1, Duration.ofMillis(5));
		EventLoopScheduler scheduler = new EventLoopScheduler(group, 0, 0);
		Fiber hog = scheduler.start("hog", Scheduler.SHARED_STACK, this::spinUntilFree);
		// It is no stall before somebody waits, so it cannot be found too early
		assertThat(this.spinning.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
		Fiber other = scheduler.start(null, Scheduler.SHARED_STACK, Thread::yield);
		StallSnapshot stall = awaitStall(group, hog, (look) -> !look.stack().isEmpty());
		assertThat(stall.number()).isEqualTo(1);
		assertThat(stall.loop()).isZero();
		assertThat(stall.coroutineId()).isEqualTo(hog.id());
		assertThat(stall.coroutineName()).isEqualTo("hog");
		assertThat(stall.over()).isFalse();
		assertThat(stall.outcome()).isEqualTo(StallOutcome.HANDED_OVER);
		assertThat(stall.stack()).anySatisfy((frame) -> assertThat(frame.getMethodName()).isEqualTo("spinUntilFree"));
		assertThat(other.join(LONG)).isTrue();
		this.free.countDown();
		assertThat(awaitStall(group, hog, StallSnapshot::over).duration()).isGreaterThanOrEqualTo(Duration.ofMillis(5));
		assertThat(hog.join(LONG)).isTrue();
		assertThat(scheduler.shutdown(LONG)).isZero();
	}

	@Test
	void whenThereIsNoCarrierThenTheStallBlocksItsLoopUntilItIsOver() throws Exception {
		EventLoopGroup group = EventLoopGroup.start(1, 0, Duration.ofMillis(5));
		// Whoever spins may be held up by the machine, and must not be taken for one that
		// waits
		group.strict(true);
		EventLoopScheduler scheduler = new EventLoopScheduler(group, 0, 0);
		Fiber hog = scheduler.start("hog", Scheduler.SHARED_STACK, this::spinUntilFree);
		// It is no stall before somebody waits, so it cannot be found too early
		assertThat(this.spinning.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
		Fiber other = scheduler.start(null, Scheduler.SHARED_STACK, Thread::yield);
		StallSnapshot stall = awaitStall(group, hog, (look) -> look.outcome() == StallOutcome.REFUSED);
		assertThat(stall.blocksLoop()).isTrue();
		this.free.countDown();
		assertThat(awaitStall(group, hog, StallSnapshot::over).outcome()).isEqualTo(StallOutcome.REFUSED);
		assertThat(hog.join(LONG)).isTrue();
		assertThat(other.join(LONG)).isTrue();
		assertThat(scheduler.shutdown(LONG)).isZero();
	}

	private void spinUntilFree() {
		this.spinning.countDown();
		while (this.free.getCount() > 0) {
			Thread.onSpinWait();
		}
	}

	/**
	 * Return the first look at the stall of a coroutine that is as expected. There may be
	 * other stalls, of one that the machine holds up.
	 */
	private static StallSnapshot awaitStall(EventLoopGroup group, Fiber culprit, Predicate<StallSnapshot> expected) {
		AtomicReference<StallSnapshot> seen = new AtomicReference<>();
		Eventually.until(() -> {
			group.recentStalls()
				.stream()
				.filter((stall) -> stall.coroutineId() == culprit.id())
				.filter(expected)
				.findFirst()
				.ifPresent(seen::set);
			return seen.get() != null;
		});
		return seen.get();
	}

}
