package io.coroutine.internal.loop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

import io.coroutine.Coroutine;
import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import io.coroutine.generator.Generator;
import io.coroutine.internal.linux.NativeFrame;
import io.coroutine.internal.scheduler.HeldAnswer;
import io.coroutine.internal.scheduler.Scheduler;
import io.coroutine.test.Eventually;
import io.coroutine.test.OpenFiles;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Coroutines that wait pinned, more of them than there are carriers, for what only
 * another coroutine, a socket or a timer can give. None of that depends on their number,
 * or on the number of spare carriers.
 */
class PinnedProgressTests {

	private static final int MANY = 150;

	private final Set<Thread> carriersBefore = CarrierThreads.live();

	private final List<Coroutine> started = new ArrayList<>();

	private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

	private final AtomicInteger begun = new AtomicInteger();

	private @Nullable CoroutineRuntime open;

	private long filesBefore;

	@BeforeAll
	static void openWhatTheJdkKeepsOpen() throws Exception {
		// It needs a socket to close others
		new HeldAnswer().close();
	}

	@BeforeEach
	void countFiles() {
		this.filesBefore = OpenFiles.count();
	}

	@AfterEach
	void allIsClosed() throws Exception {
		if (this.open != null) {
			this.open.close();
		}
		OpenFiles.awaitAtMost(this.filesBefore);
		CarrierThreads.awaitNoneBut(this.carriersBefore);
	}

	@ParameterizedTest
	@CsvSource({ "1, 0", "1, 1", "1, 64", "2, 0", "2, 1", "2, 64" })
	void whenManyMeetAnInitializerThatReadsFromASocketThenAllGoOn(int loops, int spares) throws Exception {
		CoroutineRuntime runtime = start(loops, spares);
		try (HeldAnswer server = new HeldAnswer()) {
			meet(runtime, new FreshClass(() -> server.ask(runtime)));
			// Each has a carrier, as the rule says
			Eventually.until(() -> this.begun.get() == MANY);
			server.release();
			joinAll();
		}
	}

	@ParameterizedTest
	@CsvSource({ "1, 0", "1, 4", "2, 0", "2, 4" })
	void whenTheRuleIsOffThenTheyHangUntilItIsOn(int loops, int spares) throws Exception {
		CoroutineRuntime runtime = start(loops, spares);
		EventLoopGroup group = group(runtime);
		group.strict(true);
		try (HeldAnswer server = new HeldAnswer()) {
			FreshClass fresh = new FreshClass(() -> server.ask(runtime));
			touch(runtime, fresh);
			server.awaitClient();
			meet(runtime, fresh);
			Eventually.until(() -> group.stuckLoops().size() == loops && this.begun.get() == loops + spares);
			server.release();
			long looks = group.watchdog().looks();
			Eventually.until(() -> group.watchdog().looks() > looks + 20);
			assertThat(this.begun).as("Nobody else gets a carrier").hasValue(loops + spares);
			assertThat(this.started).as("Nobody is told of the answer").noneMatch(Coroutine::isDone);
			group.strict(false);
			joinAll();
		}
	}

	@ParameterizedTest
	@CsvSource({ "1, 0", "2, 2" })
	void whenAllWaitBelowNativeFramesForTheLastThenItIsReachedByTheRuleOnly(int loops, int spares) throws Exception {
		CoroutineRuntime runtime = start(loops, spares);
		EventLoopGroup group = group(runtime);
		group.strict(true);
		CountDownLatch last = new CountDownLatch(1);
		while (this.started.size() < MANY) {
			this.started.add(runtime.start(() -> NativeFrame.below(() -> {
				this.begun.incrementAndGet();
				await(last);
			})));
		}
		Eventually.until(() -> group.stuckLoops().size() == loops && this.begun.get() == loops + spares);
		// Behind all of them
		this.started.add(runtime.start(last::countDown));
		long looks = group.watchdog().looks();
		Eventually.until(() -> group.watchdog().looks() > looks + 20);
		assertThat(last.getCount()).as("It hangs without the rule").isOne();
		assertThat(this.begun).hasValue(loops + spares);
		group.strict(false);
		joinAll();
	}

	@ParameterizedTest
	@CsvSource({ "1, 0", "2, 1" })
	void whenTheOneTheyWaitForIsQueuedBehindThemAllThenItIsReached(int loops, int spares) throws Exception {
		CoroutineRuntime runtime = start(loops, spares);
		ReentrantLock lock = new ReentrantLock();
		CountDownLatch locked = new CountDownLatch(1);
		CountDownLatch queued = new CountDownLatch(1);
		this.started.add(runtime.start(() -> {
			lock.lock();
			try {
				locked.countDown();
				await(queued);
			}
			finally {
				lock.unlock();
			}
		}));
		locked.await();
		Object monitor = new Object();
		meet(runtime, new FreshClass(() -> {
			lock.lock();
			lock.unlock();
			synchronized (monitor) {
				begunInside();
			}
		}));
		queued.countDown();
		joinAll();
	}

	@ParameterizedTest
	@CsvSource({ "1, 0", "1, 64", "2, 0" })
	void whenTheInitializerWaitsForACoroutineOfItsOwnThenAllGoOn(int loops, int spares) throws Exception {
		CoroutineRuntime runtime = start(loops, spares);
		meet(runtime, new FreshClass(() -> {
			CompletableFuture<Integer> result = new CompletableFuture<>();
			runtime.start(() -> {
				Thread.yield();
				result.complete(this.begun.get());
			});
			result.join();
		}));
		joinAll();
	}

	@Test
	void whenTheInitializerSleepsAndTakesTurnsThenAllGoOn() throws Exception {
		CoroutineRuntime runtime = start(1, 0);
		meet(runtime, new FreshClass(() -> {
			LockSupport.parkNanos(1_000_000);
			try (Generator<Integer> numbers = Generator.of(runtime, (out) -> {
				for (int i = 0; i < 100; i++) {
					out.emit(i);
				}
			})) {
				int expected = 0;
				for (int number : numbers) {
					assertThat(number).isEqualTo(expected++);
				}
			}
		}));
		joinAll();
	}

	@Test
	void whenOneTakesTurnsWithAGeneratorWhileItIsPinnedThenItGetsItsElements() throws Exception {
		CoroutineRuntime runtime = start(1, 1);
		List<Integer> seen = new ArrayList<>();
		touch(runtime, new FreshClass(() -> {
			try (Generator<Integer> numbers = Generator.of(runtime, (out) -> {
				out.emit(1);
				out.emit(2);
			})) {
				numbers.forEach(seen::add);
			}
		}));
		joinAll();
		assertThat(seen).containsExactly(1, 2);
	}

	@Test
	void whenClosedWhileManyWaitPinnedThenNoCarrierIsLeft() throws Exception {
		CoroutineRuntime runtime = start(2, 1);
		FreshClass fresh = new FreshClass(() -> await(new CountDownLatch(1)));
		meet(runtime, fresh);
		Eventually.until(() -> this.begun.get() == MANY);
		assertThat(runtime.snapshot().extraCarriers()).isPositive();
		// Interrupts the initializer, and with it ends the wait of all
		assertThat(runtime.shutdown(Duration.ofSeconds(60))).isZero();
		assertThat(this.failures).hasSize(MANY);
	}

	private void begunInside() {
		assertThat(this.begun.get()).isPositive();
	}

	private CoroutineRuntime start(int loops, int spares) {
		CoroutineRuntime runtime = CoroutineRuntime.builder()
			.engine(EngineChoice.EVENT_LOOP)
			.loops(loops)
			.spareCarriers(spares)
			.start();
		this.open = runtime;
		return runtime;
	}

	private static EventLoopGroup group(CoroutineRuntime runtime) {
		EventLoopGroup group = Scheduler.behind(runtime).loops();
		assertThat(group).isNotNull();
		return group;
	}

	private void meet(CoroutineRuntime runtime, FreshClass fresh) {
		while (this.started.size() < MANY) {
			touch(runtime, fresh);
		}
	}

	private void touch(CoroutineRuntime runtime, FreshClass fresh) {
		this.started.add(runtime.start(() -> {
			this.begun.incrementAndGet();
			try {
				fresh.touch();
			}
			catch (RuntimeException | Error ex) {
				this.failures.add(ex);
			}
		}));
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void joinAll() throws InterruptedException {
		for (Coroutine coroutine : this.started) {
			assertThat(coroutine.join(Duration.ofSeconds(60))).isTrue();
		}
		assertThat(this.failures).isEmpty();
	}

}
