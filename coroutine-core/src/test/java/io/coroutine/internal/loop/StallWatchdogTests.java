package io.coroutine.internal.loop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.coroutine.internal.fiber.Fiber;
import io.coroutine.internal.scheduler.EventLoopScheduler;
import io.coroutine.internal.scheduler.Scheduler;
import io.coroutine.internal.stall.StallWatchdog;
import io.coroutine.internal.wait.WorkReason;
import io.coroutine.snapshot.LoopSnapshot;
import io.coroutine.snapshot.WorkingFor;
import io.coroutine.test.Eventually;
import io.coroutine.test.OpenFiles;
import org.assertj.core.api.Condition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Loops whose coroutines do not give their carrier back.
 */
class StallWatchdogTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private final AtomicBoolean free = new AtomicBoolean();

	private long filesBefore;

	@BeforeEach
	void countFiles() {
		this.filesBefore = OpenFiles.count();
	}

	@AfterEach
	void allIsClosed() {
		OpenFiles.awaitAtMost(this.filesBefore);
	}

	@Test
	void whenEveryLoopHasABusyCoroutineThenTheOthersGoOnOnSpareCarriers() throws Exception {
		EventLoopScheduler scheduler = scheduler(2, 8);
		CountDownLatch spinning = new CountDownLatch(2);
		List<Fiber> hogs = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			hogs.add(scheduler.start("hog", Scheduler.SHARED_STACK, () -> {
				spinning.countDown();
				spin();
			}));
		}
		// Each on a loop of its own; or the second one on a spare carrier already
		assertThat(spinning.await(30, TimeUnit.SECONDS)).isTrue();
		CountDownLatch others = new CountDownLatch(200);
		for (int i = 0; i < 200; i++) {
			scheduler.start(null, Scheduler.SHARED_STACK, () -> {
				Thread.yield();
				pause();
				others.countDown();
			});
		}
		assertThat(others.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(hogs).noneMatch(Fiber::isDone);
		assertThat(scheduler.snapshot().handOvers()).isPositive();
		this.free.set(true);
		for (Fiber hog : hogs) {
			assertThat(hog.join(LONG)).isTrue();
		}
		runOn(scheduler);
		assertThat(scheduler.shutdown(LONG)).isZero();
	}

	@Test
	void whenThereAreNoSpareCarriersThenTheLoopWaitsAndThatIsCountedOnceForTheStall() throws Exception {
		EventLoopScheduler scheduler = scheduler(1, 0);
		Fiber hog = scheduler.start("hog", Scheduler.SHARED_STACK, this::spin);
		Fiber other = scheduler.start(null, Scheduler.SHARED_STACK, Thread::yield);
		StallWatchdog watchdog = scheduler.loops().watchdog();
		Eventually.until(() -> watchdog.refused() > 0);
		// It goes on looking while the loop does not sleep
		long looks = watchdog.looks();
		Eventually.until(() -> watchdog.looks() > looks + 5);
		assertThat(scheduler.snapshot().refusedHandOvers()).isEqualTo(1);
		assertThat(scheduler.snapshot().handOvers()).isZero();
		assertThat(loop(scheduler).stalled()).isTrue();
		assertThat(loop(scheduler).stalls()).isEqualTo(1);
		assertThat(other.isDone()).isFalse();
		assertThat(scheduler.loops().stuckLoops()).containsOnlyKeys(0)
			.hasValueSatisfying(new Condition<>(Duration::isPositive, "some time"));
		this.free.set(true);
		assertThat(hog.join(LONG)).isTrue();
		assertThat(other.join(LONG)).isTrue();
		Eventually.until(() -> scheduler.loops().stuckLoops().isEmpty());
		runOn(scheduler);
		Eventually.until(() -> !loop(scheduler).stalled());
		assertThat(scheduler.shutdown(LONG)).isZero();
	}

	@Test
	void whenASpareCarrierIsFreeAgainThenTheWaitingLoopGetsIt() throws Exception {
		EventLoopScheduler scheduler = scheduler(1, 1);
		AtomicBoolean secondFree = new AtomicBoolean();
		Fiber first = scheduler.start("first", Scheduler.SHARED_STACK, this::spin);
		Fiber second = scheduler.start("second", Scheduler.SHARED_STACK, () -> spin(secondFree));
		Eventually.until(() -> scheduler.snapshot().handOvers() == 1);
		Fiber other = scheduler.start(null, Scheduler.SHARED_STACK, Thread::yield);
		Eventually.until(() -> scheduler.snapshot().refusedHandOvers() == 1);
		assertThat(other.isDone()).isFalse();
		this.free.set(true);
		assertThat(first.join(LONG)).isTrue();
		assertThat(other.join(LONG)).as("On the carrier that the first has given back").isTrue();
		Eventually.until(() -> scheduler.loops().stuckLoops().isEmpty());
		assertThat(second.isDone()).isFalse();
		assertThat(scheduler.snapshot().handOvers()).isEqualTo(2);
		assertThat(loop(scheduler).stalls()).isGreaterThanOrEqualTo(2);
		Eventually.until(() -> !loop(scheduler).stalled());
		secondFree.set(true);
		assertThat(second.join(LONG)).isTrue();
		assertThat(scheduler.shutdown(LONG)).isZero();
	}

	@Test
	void whenNothingButATimerIsDueThenItFiresOnASpareCarrier() throws Exception {
		EventLoopScheduler scheduler = scheduler(1, 1);
		Fiber hog = scheduler.start("hog", Scheduler.SHARED_STACK, () -> {
			Alarm alarm = scheduler.alarm(1, () -> this.free.set(true));
			spin();
			alarm.cancel();
		});
		assertThat(hog.join(LONG)).as("Which only the alarm can end").isTrue();
		assertThat(scheduler.snapshot().handOvers()).isPositive();
		assertThat(scheduler.shutdown(LONG)).isZero();
	}

	@Test
	void whenTheWatchdogIsHeldUpUntilAllSleepThenItSeesTheEndOfTheStallAllTheSame() throws Exception {
		CountDownLatch asked = new CountDownLatch(1);
		CountDownLatch answer = new CountDownLatch(1);
		EventLoopGroup group = EventLoopGroup.withoutLoops();
		EventLoop loop = new EventLoop(0, group);
		CarrierPool pool = new CarrierPool(2, (carrier) -> {
			if (asked.getCount() == 1 && loop.statistics().isStalled()) {
				asked.countDown();
				await(answer);
				throw new OutOfMemoryError("no thread, says a test");
			}
			carrier.start();
		});
		pool.run(loop);
		StallWatchdog watchdog = new StallWatchdog(pool, Duration.ofMillis(5));
		watchdog.start(List.of(loop));
		loop.submit((Runnable) this::spin);
		loop.execute((task) -> {
		});
		assertThat(asked.await(30, TimeUnit.SECONDS)).as("The watchdog asks for a carrier").isTrue();
		assertThat(loop.statistics().isStalled()).isTrue();
		this.free.set(true);
		Eventually.until(loop::isSleeping);
		// So long that the watchdog would sleep too
		Thread.sleep(1_100);
		answer.countDown();
		Eventually.until(() -> watchdog.stuckLoops().isEmpty() && !loop.statistics().isStalled());
		loop.stop();
		assertThat(pool.close(LONG.toNanos())).isTrue();
		watchdog.stop();
	}

	@Test
	void whenTheSlowOneEndsJustBeforeItsLoopIsTakenThenTheNextOneKeepsTheLoop() throws Exception {
		CountDownLatch nextRuns = new CountDownLatch(1);
		AtomicBoolean nextFree = new AtomicBoolean();
		EventLoop loop = new EventLoop(0, EventLoopGroup.withoutLoops());
		CarrierPool pool = new CarrierPool(2, (carrier) -> {
			if (loop.statistics().isStalled()) {
				// The watchdog has decided, and looks for a carrier
				this.free.set(true);
				await(nextRuns);
			}
			carrier.start();
		});
		pool.run(loop);
		StallWatchdog watchdog = new StallWatchdog(pool, Duration.ofMillis(5));
		watchdog.start(List.of(loop));
		loop.submit((Runnable) this::spin);
		loop.submit((Runnable) () -> {
			nextRuns.countDown();
			spin(nextFree);
		});
		assertThat(nextRuns.await(30, TimeUnit.SECONDS)).as("The watchdog asks for a carrier").isTrue();
		long looks = watchdog.looks();
		Eventually.until(() -> watchdog.looks() > looks + 2);
		assertThat(watchdog.handOvers()).as("Nobody waits for the next one, so it is no stall").isZero();
		nextFree.set(true);
		loop.stop();
		assertThat(pool.close(LONG.toNanos())).isTrue();
		watchdog.stop();
	}

	@Test
	void whenTellingOfAStallTakesForEverThenLoopsAreTakenOverAllTheSame() throws Exception {
		EventLoopScheduler scheduler = scheduler(1, 1);
		Secretive work = new Secretive(this::spin);
		Fiber hog = scheduler.start("hog", Scheduler.SHARED_STACK, work);
		Fiber other = scheduler.start(null, Scheduler.SHARED_STACK, Thread::yield);
		assertThat(other.join(LONG)).isTrue();
		assertThat(work.asked.await(30, TimeUnit.SECONDS)).as("It is asked what it works for").isTrue();
		AtomicBoolean secondFree = new AtomicBoolean();
		Fiber second = scheduler.start("second", Scheduler.SHARED_STACK, () -> spin(secondFree));
		Fiber third = scheduler.start(null, Scheduler.SHARED_STACK, Thread::yield);
		Eventually.until(() -> scheduler.snapshot().refusedHandOvers() == 1);
		this.free.set(true);
		assertThat(hog.join(LONG)).isTrue();
		assertThat(third.join(LONG)).isTrue();
		assertThat(second.isDone()).isFalse();
		secondFree.set(true);
		assertThat(second.join(LONG)).isTrue();
		work.answer.countDown();
		assertThat(scheduler.shutdown(LONG)).isZero();
	}

	@Test
	void whenShutDownWhileALoopIsStalledThenNothingHangs() throws Exception {
		EventLoopScheduler scheduler = scheduler(2, 0);
		Fiber hog = scheduler.start("hog", Scheduler.SHARED_STACK, () -> {
			while (!Thread.currentThread().isInterrupted()) {
				Thread.onSpinWait();
			}
		});
		for (int i = 0; i < 10; i++) {
			scheduler.start(null, Scheduler.SHARED_STACK, Thread::yield);
		}
		assertThat(scheduler.shutdown(LONG)).isZero();
		assertThat(hog.isDone()).isTrue();
	}

	private static LoopSnapshot loop(EventLoopScheduler scheduler) {
		return scheduler.snapshot().loops().getFirst();
	}

	private static EventLoopScheduler scheduler(int loops, int spareCarriers) throws Exception {
		EventLoopGroup group = EventLoopGroup.start(loops, spareCarriers, Duration.ofMillis(5));
		// Whoever spins may be held up by the machine, and must not be taken for one that
		// waits
		group.strict(true);
		return new EventLoopScheduler(group, 0, 0);
	}

	private void spin() {
		spin(this.free);
	}

	private static void spin(AtomicBoolean until) {
		while (!until.get()) {
			Thread.onSpinWait();
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void pause() {
		try {
			Thread.sleep(1);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void runOn(EventLoopScheduler scheduler) throws InterruptedException {
		for (int i = 0; i < 10; i++) {
			assertThat(scheduler.start(null, Scheduler.SHARED_STACK, Thread::yield).join(LONG)).isTrue();
		}
	}

	/**
	 * A coroutine that keeps those waiting who ask what it works for.
	 */
	private static final class Secretive implements Runnable, WorkReason {

		private final Runnable task;

		private final CountDownLatch asked = new CountDownLatch(1);

		private final CountDownLatch answer = new CountDownLatch(1);

		Secretive(Runnable task) {
			this.task = task;
		}

		@Override
		public void run() {
			this.task.run();
		}

		@Override
		public @Nullable WorkingFor describeWork() {
			this.asked.countDown();
			try {
				this.answer.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			return null;
		}

	}

}
