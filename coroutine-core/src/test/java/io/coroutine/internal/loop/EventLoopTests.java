package io.coroutine.internal.loop;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import io.coroutine.internal.fiber.Fiber;
import io.coroutine.internal.scheduler.EventLoopScheduler;
import io.coroutine.internal.scheduler.Scheduler;
import io.coroutine.internal.timer.Timer;
import io.coroutine.snapshot.LoopSnapshot;
import io.coroutine.test.Eventually;
import io.coroutine.test.OpenFiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class EventLoopTests {

	private static final Duration LONG = Duration.ofSeconds(60);

	private final CountDownLatch endOfTest = new CountDownLatch(1);

	private long filesBefore;

	private EventLoopScheduler scheduler;

	@BeforeEach
	void start() throws Exception {
		this.filesBefore = OpenFiles.count();
		this.scheduler = new EventLoopScheduler(EventLoopGroup.start(2, 4, Duration.ofMillis(5)), 4, 0);
	}

	@AfterEach
	void stop() throws Exception {
		this.endOfTest.countDown();
		assertThat(this.scheduler.shutdown(LONG)).isZero();
		OpenFiles.awaitAtMost(this.filesBefore);
	}

	@Test
	void whenTaskComesFromOutsideThenSleepingLoopWakes() throws Exception {
		// Less often on a machine that takes long to change from one thread to the other
		long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
		for (int i = 0; i < 20_000 && System.nanoTime() - until < 0; i++) {
			CountDownLatch ran = new CountDownLatch(1);
			loop(i).execute((loop) -> ran.countDown());
			assertThat(ran.await(60, TimeUnit.SECONDS)).as("round %d", i).isTrue();
		}
	}

	@Test
	void whenLoopsPassABallThenNoWakeUpIsLost() throws Exception {
		int passes = 200_000;
		// Less often on a machine that takes long to change from one carrier to the other
		long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
		CountDownLatch done = new CountDownLatch(1);
		AtomicInteger count = new AtomicInteger();
		LoopTask ball = new LoopTask() {

			@Override
			public void run(EventLoop loop) {
				if (count.incrementAndGet() == passes || System.nanoTime() - until > 0) {
					done.countDown();
				}
				else {
					loop(loop.index() + 1).execute(this);
				}
			}

		};
		loop(0).execute(ball);
		assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void whenLoopHasTimersThenTheyAreCounted() throws Exception {
		Timer timer = new Timer() {

			@Override
			protected void fire() {
				throw new IllegalStateException("Not within an hour");
			}

		};
		onLoop((loop) -> loop.addTimer(timer, System.nanoTime() + Duration.ofHours(1).toNanos()));
		assertThat(loop(0).snapshot().timers()).isOne();
		onLoop((loop) -> loop.removeTimer(timer));
		assertThat(loop(0).snapshot().timers()).isZero();
	}

	private void onLoop(LoopTask task) throws InterruptedException {
		CountDownLatch done = new CountDownLatch(1);
		loop(0).execute((loop) -> {
			task.run(loop);
			done.countDown();
		});
		assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
	}

	/**
	 * Keep the second loop from taking coroutines of the first one, should the machine
	 * hold that one up, until the end of the test.
	 */
	private void occupyOtherLoop() throws InterruptedException {
		CountDownLatch occupied = new CountDownLatch(1);
		loop(1).execute((_) -> {
			occupied.countDown();
			awaitEndOfTest();
		});
		assertThat(occupied.await(60, TimeUnit.SECONDS)).isTrue();
	}

	private void awaitEndOfTest() {
		try {
			this.endOfTest.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void whenLoopSleepsThenThatTimeGoesOn() throws Exception {
		long before = loop(0).snapshot().times().sleeping();
		long deadline = System.nanoTime() + LONG.toNanos();
		while (loop(0).snapshot().times().sleeping() == before && System.nanoTime() < deadline) {
			Thread.sleep(1);
		}
		assertThat(loop(0).snapshot().times().sleeping()).isGreaterThan(before);
	}

	@Test
	void whenTaskFailsThenLoopGoesOn() throws Exception {
		CountDownLatch ran = new CountDownLatch(1);
		loop(0).execute((loop) -> {
			throw new IllegalStateException("Thrown by a test");
		});
		loop(0).execute((loop) -> ran.countDown());
		assertThat(ran.await(60, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void whenCoroutineStartsAnotherThenBothRunOnTheSameLoop() throws Exception {
		AtomicReference<EventLoop> parent = new AtomicReference<>();
		AtomicReference<EventLoop> child = new AtomicReference<>();
		occupyOtherLoop();
		Fiber fiber = startOnFirstLoop(() -> {
			parent.set(EventLoop.current());
			join(this.scheduler.start(null, Scheduler.SHARED_STACK, () -> child.set(EventLoop.current())));
		});
		assertThat(fiber.join(LONG)).isTrue();
		assertThat(parent.get()).isSameAs(loop(0));
		assertThat(child.get()).isSameAs(loop(0));
	}

	@Test
	void whenCoroutineParksAndIsUnparkedFromOutsideThenItGoesOnOnItsLoop() throws Exception {
		AtomicReference<EventLoop> before = new AtomicReference<>();
		AtomicReference<EventLoop> after = new AtomicReference<>();
		AtomicBoolean open = new AtomicBoolean();
		occupyOtherLoop();
		Fiber fiber = startOnFirstLoop(() -> {
			before.set(EventLoop.current());
			while (!open.get()) {
				LockSupport.park();
			}
			after.set(EventLoop.current());
		});
		Eventually.until(() -> fiber.thread().getState() == Thread.State.WAITING);
		open.set(true);
		LockSupport.unpark(fiber.thread());
		assertThat(fiber.join(LONG)).isTrue();
		assertThat(before.get()).isSameAs(loop(0));
		assertThat(after.get()).isSameAs(loop(0));
	}

	private Fiber startOnFirstLoop(Runnable task) throws InterruptedException {
		AtomicReference<Fiber> started = new AtomicReference<>();
		onLoop((_) -> started.set(this.scheduler.start(null, Scheduler.SHARED_STACK, task)));
		return started.get();
	}

	@Test
	void whenVirtualThreadIsStartedInCoroutineThenTheLoopAdoptsIt() throws Exception {
		AtomicReference<EventLoop> adoptedOn = new AtomicReference<>();
		AtomicBoolean coroutine = new AtomicBoolean(true);
		Fiber fiber = this.scheduler.start(null, Scheduler.SHARED_STACK, () -> {
			Thread thread = Thread.ofVirtual().start(() -> {
				Thread.yield();
				adoptedOn.set(EventLoop.current());
				coroutine.set(Fiber.current() != null);
			});
			try {
				thread.join();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		assertThat(fiber.join(LONG)).isTrue();
		assertThat(adoptedOn.get()).isNotNull();
		assertThat(coroutine).isFalse();
		assertThat(this.scheduler.snapshot().loops().stream().mapToLong(LoopSnapshot::adoptedSwitches).sum())
			.isPositive();
	}

	@Test
	void whenCoroutineOccupiesItsLoopThenASpareCarrierTakesOver() throws Exception {
		AtomicBoolean free = new AtomicBoolean();
		List<Fiber> hogs = List.of(spin(free), spin(free));
		for (int i = 0; i < 100; i++) {
			assertThat(this.scheduler.start(null, Scheduler.SHARED_STACK, Thread::yield).join(LONG)).isTrue();
		}
		free.set(true);
		for (Fiber hog : hogs) {
			assertThat(hog.join(LONG)).isTrue();
		}
		assertThat(this.scheduler.snapshot().handOvers()).isPositive();
		assertThat(this.scheduler.start(null, Scheduler.SHARED_STACK, Thread::yield).join(LONG)).isTrue();
	}

	@Test
	void whenNoSpareCarrierIsLeftThenThatIsCountedAndTheLoopGoesOnAfterwards() throws Exception {
		AtomicBoolean free = new AtomicBoolean();
		for (int i = 0; i < 6; i++) {
			spin(free);
		}
		while (this.scheduler.snapshot().refusedHandOvers() == 0) {
			spin(free);
			Thread.sleep(1);
		}
		free.set(true);
		assertThat(this.scheduler.start(null, Scheduler.SHARED_STACK, Thread::yield).join(LONG)).isTrue();
	}

	@Test
	void whenALoopIsStuckThenTheOtherTakesItsCoroutines() throws Exception {
		EventLoopScheduler noSpares = new EventLoopScheduler(EventLoopGroup.start(2, 0, Duration.ofSeconds(60)), 0, 0);
		AtomicBoolean free = new AtomicBoolean();
		CountDownLatch children = new CountDownLatch(100);
		AtomicReference<EventLoop> stuck = new AtomicReference<>();
		Fiber hog = noSpares.start(null, Scheduler.SHARED_STACK, () -> {
			stuck.set(EventLoop.current());
			for (int i = 0; i < 100; i++) {
				noSpares.start(null, Scheduler.SHARED_STACK, () -> {
					if (EventLoop.current() != stuck.get()) {
						children.countDown();
					}
				});
			}
			// The other loop looks when it has nothing to do
			stuck.get().group().loops().forEach((loop) -> loop.execute((task) -> {
			}));
			while (!free.get()) {
				Thread.onSpinWait();
			}
		});
		assertThat(children.await(60, TimeUnit.SECONDS)).isTrue();
		free.set(true);
		assertThat(hog.join(LONG)).isTrue();
		assertThat(noSpares.snapshot().loops().stream().mapToLong(LoopSnapshot::taken).sum())
			.isGreaterThanOrEqualTo(100);
		assertThat(noSpares.shutdown(LONG)).isZero();
	}

	@Test
	void whenPinnedCoroutineWaitsForAnotherOfItsLoopThenBothGoOn() throws Exception {
		AtomicReference<String> received = new AtomicReference<>();
		Child.scheduler.set(this.scheduler);
		assertThat(this.scheduler.start(null, Scheduler.SHARED_STACK, () -> received.set(PinnedInitializer.received))
			.join(LONG)).isTrue();
		assertThat(received).hasValue("from the child");
	}

	@Test
	void whenTimersFireAndHandOversAreForcedThenAllSleepersAndTimedWaitsEnd() throws Exception {
		AtomicInteger ended = new AtomicInteger();
		int count = 5_000;
		CountDownLatch latch = new CountDownLatch(count);
		for (int i = 0; i < count; i++) {
			int number = i;
			this.scheduler.start(null, Scheduler.SHARED_STACK, () -> {
				try {
					Thread.sleep(number % 37);
					if (number % 500 == 0) {
						long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(30);
						while (System.nanoTime() < until) {
							Thread.onSpinWait();
						}
					}
					Thread.yield();
					ended.incrementAndGet();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
				latch.countDown();
			});
		}
		assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
		assertThat(ended).hasValue(count);
	}

	@Test
	void whenShutDownThenWaitingCoroutinesEndAndNothingStarts() throws Exception {
		AtomicInteger interrupted = new AtomicInteger();
		CountDownLatch waiting = new CountDownLatch(100);
		for (int i = 0; i < 100; i++) {
			this.scheduler.start(null, Scheduler.SHARED_STACK, () -> {
				waiting.countDown();
				try {
					Thread.sleep(Duration.ofDays(1));
				}
				catch (InterruptedException ex) {
					interrupted.incrementAndGet();
				}
			});
		}
		assertThat(waiting.await(60, TimeUnit.SECONDS)).isTrue();
		assertThat(this.scheduler.shutdown(LONG)).isZero();
		assertThat(interrupted).hasValue(100);
		assertThat(this.scheduler.snapshot().shared().live()).isZero();
		assertThatExceptionOfType(RejectedExecutionException.class)
			.isThrownBy(() -> this.scheduler.start(null, Scheduler.SHARED_STACK, () -> {
			}));
	}

	private Fiber spin(AtomicBoolean free) {
		return this.scheduler.start(null, Scheduler.SHARED_STACK, () -> {
			while (!free.get()) {
				Thread.onSpinWait();
			}
		});
	}

	private EventLoop loop(int index) {
		List<EventLoop> loops = this.scheduler.loops().loops();
		return loops.get(index % loops.size());
	}

	private static void join(Fiber fiber) {
		try {
			fiber.join(LONG);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * A class initializer pins its thread.
	 */
	private static final class PinnedInitializer {

		static final String received = Child.startAndReceive();

	}

	private static final class Child {

		static final AtomicReference<EventLoopScheduler> scheduler = new AtomicReference<>();

		static String startAndReceive() {
			AtomicReference<String> message = new AtomicReference<>("");
			CountDownLatch sent = new CountDownLatch(1);
			scheduler.get().start(null, Scheduler.SHARED_STACK, () -> {
				message.set("from the child");
				sent.countDown();
			});
			try {
				sent.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			return message.get();
		}

	}

}
