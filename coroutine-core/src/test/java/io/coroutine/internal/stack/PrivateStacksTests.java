package io.coroutine.internal.stack;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.coroutine.internal.fiber.Fiber;
import io.coroutine.internal.loop.EventLoopGroup;
import io.coroutine.internal.scheduler.EventLoopScheduler;
import io.coroutine.internal.scheduler.PortableScheduler;
import io.coroutine.internal.scheduler.Scheduler;
import io.coroutine.snapshot.CoroutineCounts;
import io.coroutine.snapshot.StackUse;
import io.coroutine.test.Eventually;
import io.coroutine.test.Logged;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Limit, queue, rejection and failure of private stacks.
 */
class PrivateStacksTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final long STACK_BYTES = 256 * 1024;

	/** Whether the operating system has no threads left. */
	private final AtomicBoolean exhausted = new AtomicBoolean();

	private final CountDownLatch free = new CountDownLatch(1);

	private final AtomicInteger ids = new AtomicInteger();

	private final PrivateStacks stacks = new PrivateStacks(2, 100, this::newThread);

	@AfterEach
	void allIsGivenBack() {
		assertThat(this.stacks.use().inUse()).isZero();
		assertThat(this.stacks.use().queued()).isZero();
		assertThat(live()).isEmpty();
		assertThat(this.stacks.fibers().counts().live()).isZero();
	}

	@Test
	void whenAllAreInUseThenTheNextWaitAndStartInTheirOrder() throws Exception {
		List<Fiber> holders = occupyAll();
		List<Integer> order = Collections.synchronizedList(new ArrayList<>());
		List<Fiber> queued = new ArrayList<>();
		// One stack only becomes free, so one runs at a time
		CountDownLatch holdOn = new CountDownLatch(1);
		for (int i = 0; i < 50; i++) {
			int number = i;
			queued.add(start(() -> {
				if (number == 0) {
					await(holdOn);
				}
				order.add(number);
			}));
		}
		assertThat(this.stacks.use()).isEqualTo(new StackUse(2, 2, 50, 0));
		assertThat(this.stacks.states().runnable()).isEqualTo(50);
		this.free.countDown();
		for (Fiber fiber : queued.subList(1, 50)) {
			assertThat(fiber.join(LONG)).isTrue();
		}
		holdOn.countDown();
		joinAll(holders);
		joinAll(queued);
		assertThat(order).hasSize(50);
		assertThat(order.subList(0, 49)).isSorted().startsWith(1);
		assertThat(order.getLast()).isZero();
		assertThat(this.stacks.starts().snapshot().samples()).isEqualTo(52);
		assertThat(this.stacks.states()).isEqualTo(new FiberStates(0, 0, 0));
	}

	@Test
	void whenOneRunsAndOneWaitsThenTheirStatesAreTold() throws Exception {
		AtomicBoolean spin = new AtomicBoolean(true);
		Fiber busy = start(() -> {
			while (spin.get()) {
				Thread.onSpinWait();
			}
		});
		Fiber waiting = start(() -> await(this.free));
		Eventually.until(() -> this.stacks.states().equals(new FiberStates(0, 1, 1)));
		spin.set(false);
		this.free.countDown();
		joinAll(List.of(busy, waiting));
	}

	@Test
	void whenQueueIsFullThenTheNextIsRejectedAndHasEnded() throws Exception {
		List<Fiber> fibers = occupyAll();
		for (int i = 0; i < 100; i++) {
			fibers.add(start(() -> {
			}));
		}
		Fiber rejected = create(() -> {
		});
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(rejected::start)
			.withMessageContaining("All 2 private stacks are in use and 100 coroutines wait for one")
			.withMessageContaining("coroutine.stack.private.limit")
			.withMessageContaining("CoroutineRuntimeBuilder.privateStackLimit");
		assertThat(rejected.join(LONG)).isTrue();
		assertThat(this.stacks.use()).isEqualTo(new StackUse(2, 2, 100, 1));
		this.free.countDown();
		joinAll(fibers);
		assertThat(this.stacks.fibers().counts()).isEqualTo(new CoroutineCounts(103, 103, 1));
	}

	@Test
	void whenCancelledInTheQueueThenTheTaskRunsInItsTurnAndIsInterrupted() throws Exception {
		List<Fiber> holders = occupyAll();
		FutureTask<Boolean> interrupted = new FutureTask<>(() -> Thread.currentThread().isInterrupted());
		Fiber queued = start(interrupted);
		queued.thread().interrupt();
		assertThat(queued.isDone()).isFalse();
		this.free.countDown();
		assertThat(interrupted.get(30, TimeUnit.SECONDS)).isTrue();
		joinAll(holders);
		assertThat(queued.join(LONG)).isTrue();
	}

	@Test
	void whenThreadCanNotBeStartedThenTheStackIsGivenBackAndTheCallerToldSo() throws Exception {
		this.exhausted.set(true);
		Fiber fiber = create(() -> {
		});
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(fiber::start)
			.withMessageContaining("The operating system gives no thread for a private stack")
			.withMessageContaining("ulimit -u")
			.withCauseInstanceOf(OutOfMemoryError.class);
		assertThat(fiber.isDone()).isTrue();
		assertThat(this.stacks.fibers().counts()).isEqualTo(new CoroutineCounts(1, 1, 1));
		this.exhausted.set(false);
		Fiber next = start(() -> {
		});
		assertThat(next.join(LONG)).isTrue();
	}

	@Test
	void whenThreadOfAQueuedOneCanNotBeStartedThenItFailsAndTheNextGetsItsTurn() throws Exception {
		List<Fiber> holders = occupyAll();
		FutureTask<String> first = new FutureTask<>(() -> "first");
		Fiber failing = start(first);
		FutureTask<String> second = new FutureTask<>(() -> "second");
		Fiber failingToo = start(second);
		AtomicInteger last = new AtomicInteger();
		Fiber next = start(last::incrementAndGet);
		((UnreliableThread) failing.thread()).fails = true;
		((UnreliableThread) failingToo.thread()).fails = true;
		this.free.countDown();
		joinAll(holders);
		joinAll(List.of(failing, failingToo, next));
		assertThat(last).hasValue(1);
		assertThatExceptionOfType(CancellationException.class).isThrownBy(first::get);
		assertThatExceptionOfType(CancellationException.class).isThrownBy(second::get);
		assertThat(this.stacks.fibers().counts()).isEqualTo(new CoroutineCounts(5, 5, 2));
	}

	@Test
	void whenTheFailureOfAQueuedOneCanNotBePassedOnThenTheNextGetsItsTurnAllTheSame() throws Exception {
		List<Fiber> holders = occupyAll();
		FutureTask<Object> task = new FutureTask<>(() -> "never") {

			@Override
			protected void done() {
				throw new IllegalStateException("Thrown by a test");
			}

		};
		Fiber failing = start(task);
		((UnreliableThread) failing.thread()).fails = true;
		Fiber next = start(() -> {
		});
		this.free.countDown();
		joinAll(holders);
		joinAll(List.of(failing, next));
	}

	@Test
	void whenThreadOfAQueuedBlockingCallCanNotBeStartedThenTheCallerIsToldSo() throws Exception {
		EventLoopScheduler scheduler = new EventLoopScheduler(EventLoopGroup.start(1, 0, Duration.ofSeconds(1)), 0, 0);
		List<Fiber> holders = occupyAll();
		ThreadLocal<String> local = new ThreadLocal<>();
		AtomicReference<String> afterwards = new AtomicReference<>();
		FutureTask<Object> call = new FutureTask<>(() -> {
			local.set("kept");
			try {
				return BlockingCall.call(Fiber.current(), this.stacks, STACK_BYTES, () -> "never");
			}
			finally {
				afterwards.set(local.get());
			}
		});
		Fiber fiber = scheduler.start(null, Scheduler.SHARED_STACK, call);
		Eventually.until(() -> this.stacks.use().queued() == 1);
		this.exhausted.set(true);
		this.free.countDown();
		assertThat(fiber.join(LONG)).isTrue();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(call::get)
			.withCauseInstanceOf(RejectedExecutionException.class)
			.withRootCauseInstanceOf(OutOfMemoryError.class);
		assertThat(afterwards).hasValue("kept");
		joinAll(holders);
		assertThat(scheduler.shutdown(LONG)).isZero();
	}

	@Test
	void whenExhaustedAgainAndAgainThenOneWarningTellsWhatToChange() throws Exception {
		List<String> warnings;
		try (Logged logged = new Logged(PrivateStacks.class)) {
			List<Fiber> fibers = occupyAll();
			for (int i = 0; i < 20; i++) {
				fibers.add(start(() -> {
				}));
			}
			this.free.countDown();
			joinAll(fibers);
			warnings = logged.entries();
		}
		assertThat(warnings).singleElement()
			.asString()
			.startsWith("WARNING: All 2 private stacks are in use and 1 coroutines wait for one")
			.contains("coroutine.stack.private.limit (CoroutineRuntimeBuilder.privateStackLimit)");
	}

	@Test
	void whenManyStartAndEndAtOnceThenEachRunsOnceAndTheLimitHolds() throws Exception {
		int count = 1_000;
		AtomicInteger running = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		AtomicInteger ran = new AtomicInteger();
		PrivateStacks few = new PrivateStacks(3, count, StackThreads.PLATFORM);
		List<Fiber> fibers = Collections.synchronizedList(new ArrayList<>());
		List<Thread> starters = new ArrayList<>();
		for (int starter = 0; starter < 4; starter++) {
			starters.add(Thread.ofPlatform().start(() -> {
				for (int i = 0; i < count / 4; i++) {
					Fiber fiber = few.create(null, STACK_BYTES, () -> {
						most.accumulateAndGet(running.incrementAndGet(), Math::max);
						ran.incrementAndGet();
						running.decrementAndGet();
					});
					fiber.start();
					fibers.add(fiber);
				}
			}));
		}
		for (Thread starter : starters) {
			starter.join();
		}
		joinAll(fibers);
		assertThat(ran).hasValue(count);
		assertThat(most.get()).isBetween(1, 3);
		assertThat(few.use()).isEqualTo(new StackUse(3, 0, 0, 0));
	}

	@Test
	void whenShutDownThenQueuedOnesEndToo() throws Exception {
		PortableScheduler scheduler = new PortableScheduler(1, 10, true);
		CountDownLatch running = new CountDownLatch(1);
		AtomicInteger interrupted = new AtomicInteger();
		List<Fiber> fibers = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			fibers.add(scheduler.start(null, STACK_BYTES, () -> {
				running.countDown();
				try {
					Thread.sleep(LONG);
				}
				catch (InterruptedException ex) {
					interrupted.incrementAndGet();
				}
			}));
		}
		await(running);
		assertThat(scheduler.shutdown(LONG)).isZero();
		joinAll(fibers);
		assertThat(interrupted).hasValue(10);
		assertThat(scheduler.snapshot().stackUse()).isEqualTo(new StackUse(1, 0, 0, 0));
		this.free.countDown();
	}

	private List<Fiber> occupyAll() {
		List<Fiber> holders = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			holders.add(start(() -> await(this.free)));
		}
		return holders;
	}

	private Fiber create(Runnable task) {
		return this.stacks.create(null, STACK_BYTES, task);
	}

	private Fiber start(Runnable task) {
		Fiber fiber = create(task);
		fiber.start();
		return fiber;
	}

	private static void joinAll(List<Fiber> fibers) throws InterruptedException {
		for (Fiber fiber : fibers) {
			assertThat(fiber.join(LONG)).isTrue();
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private Thread newThread(String name, long stackBytes, Runnable body) {
		return new UnreliableThread(body, name, stackBytes);
	}

	/**
	 * A thread that cannot be started when the operating system has none left.
	 */
	private final class UnreliableThread extends Thread {

		private volatile boolean fails;

		UnreliableThread(Runnable body, String name, long stackBytes) {
			super(null, body, name, stackBytes);
		}

		@Override
		public void start() {
			if (this.fails || PrivateStacksTests.this.exhausted.get()) {
				throw new OutOfMemoryError("unable to create native thread, says a test");
			}
			super.start();
		}

	}

	private List<Fiber> live() {
		List<Fiber> live = new ArrayList<>();
		this.stacks.fibers().addLiveTo(live);
		return live;
	}

}
