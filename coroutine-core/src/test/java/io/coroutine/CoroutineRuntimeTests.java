package io.coroutine;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.coroutine.snapshot.StackUse;
import io.coroutine.test.Eventually;
import io.coroutine.test.Live;
import io.coroutine.test.OpenFiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What both engines promise.
 */
@ParameterizedClass
@EnumSource(names = { "EVENT_LOOP", "PORTABLE" })
class CoroutineRuntimeTests {

	private static final Duration LONG = Duration.ofSeconds(60);

	@Parameter
	EngineChoice engine;

	private long filesBefore;

	private CoroutineRuntime runtime;

	@BeforeEach
	void start() {
		this.filesBefore = OpenFiles.count();
		this.runtime = CoroutineRuntime.builder()
			.engine(this.engine)
			.loops(2)
			.privateStackLimit(2)
			.privateStackQueue(1)
			.start();
	}

	@AfterEach
	void stop() {
		assertThat(this.runtime.shutdown(LONG)).isZero();
		assertThat(this.runtime.snapshot().live()).isZero();
		OpenFiles.awaitAtMost(this.filesBefore);
	}

	@Test
	void whenOutsideOfCoroutinesThenThereIsNoCurrentOne() {
		assertThat(Coroutine.current()).isNull();
	}

	@Test
	void whenInsideThenCurrentEqualsTheOneThatWasStarted() throws Exception {
		AtomicReference<Coroutine> current = new AtomicReference<>();
		Coroutine coroutine = this.runtime.coroutine().name("worker").start(() -> current.set(Coroutine.current()));
		coroutine.join();
		assertThat(current.get()).isEqualTo(coroutine).hasSameHashCodeAs(coroutine);
		assertThat(coroutine.name()).isEqualTo("worker");
		assertThat(coroutine.stackMode()).isEqualTo(StackMode.SHARED);
		assertThat(coroutine.isDone()).isTrue();
		assertThat(coroutine).hasToString("Coroutine[#" + coroutine.id() + ", worker, SHARED]");
	}

	@Test
	void whenNoNameIsGivenThenItIsMadeFromTheNumberWhichIsUnique() throws Exception {
		Set<Long> ids = ConcurrentHashMap.newKeySet();
		for (int i = 0; i < 100; i++) {
			Coroutine coroutine = this.runtime.start(() -> {
			});
			assertThat(coroutine.name()).isEqualTo("coroutine-" + coroutine.id());
			ids.add(coroutine.id());
			coroutine.join();
		}
		assertThat(ids).hasSize(100);
	}

	@Test
	void whenPrivateStackIsAskedForThenThePlatformThreadIsACoroutineToo() throws Exception {
		AtomicReference<Coroutine> current = new AtomicReference<>();
		AtomicReference<Thread> thread = new AtomicReference<>();
		Coroutine coroutine = this.runtime.coroutine().stackMode(StackMode.PRIVATE).start(() -> {
			current.set(Coroutine.current());
			thread.set(Thread.currentThread());
		});
		assertThat(coroutine.join(LONG)).isTrue();
		assertThat(current.get()).isEqualTo(coroutine);
		assertThat(thread.get().isVirtual()).isFalse();
		assertThat(coroutine.stackMode()).isEqualTo(StackMode.PRIVATE);
	}

	@Test
	void whenAllPrivateStacksAreInUseThenTheNextWaitsAndTheOneAfterIsRejected() throws Exception {
		CountDownLatch free = new CountDownLatch(1);
		Coroutine first = this.runtime.coroutine().stackMode(StackMode.PRIVATE).start(() -> await(free));
		Coroutine second = this.runtime.coroutine().stackMode(StackMode.PRIVATE).start(() -> await(free));
		Coroutine queued = this.runtime.coroutine().stackMode(StackMode.PRIVATE).start(() -> {
		});
		assertThat(queued.join(Duration.ofMillis(1))).isFalse();
		assertThat(this.runtime.snapshot().stackUse()).isEqualTo(new StackUse(2, 2, 1, 0));
		assertThatExceptionOfType(RejectedExecutionException.class)
			.isThrownBy(() -> this.runtime.coroutine().stackMode(StackMode.PRIVATE).start(() -> {
			}))
			.withMessageContaining("All 2 private stacks are in use and 1 coroutines wait for one");
		free.countDown();
		assertThat(first.join(LONG)).isTrue();
		assertThat(second.join(LONG)).isTrue();
		assertThat(queued.join(LONG)).isTrue();
		this.runtime.coroutine().stackMode(StackMode.PRIVATE).start(() -> {
		}).join();
	}

	@Test
	void whenJoinTimesOutThenTheCoroutineGoesOn() throws Exception {
		CountDownLatch free = new CountDownLatch(1);
		Coroutine coroutine = this.runtime.start(() -> await(free));
		assertThat(coroutine.join(Duration.ofMillis(1))).isFalse();
		assertThat(coroutine.join(Duration.ZERO)).isFalse();
		assertThat(coroutine.isDone()).isFalse();
		free.countDown();
		assertThat(coroutine.join(LONG)).isTrue();
	}

	@Test
	void whenCancelledThenAWaitEndsWithInterruptedException() throws Exception {
		CompletableFuture<String> outcome = new CompletableFuture<>();
		CountDownLatch waiting = new CountDownLatch(1);
		Coroutine coroutine = this.runtime.start(() -> {
			waiting.countDown();
			try {
				Thread.sleep(LONG);
				outcome.complete("slept");
			}
			catch (InterruptedException ex) {
				outcome.complete("interrupted");
			}
		});
		await(waiting);
		coroutine.cancel();
		assertThat(outcome.get(60, TimeUnit.SECONDS)).isEqualTo("interrupted");
		assertThat(coroutine.join(LONG)).isTrue();
		coroutine.cancel();
	}

	@Test
	void whenTaskThrowsThenTheHandlerOfUncaughtExceptionsGetsItAndItIsCounted() throws Exception {
		Coroutine coroutine = this.runtime.coroutine().name("failing").start(() -> {
			Thread.currentThread().setUncaughtExceptionHandler((thread, ex) -> {
			});
			throw new IllegalStateException("Thrown by a test");
		});
		assertThat(coroutine.join(LONG)).isTrue();
		Live.awaitNone(this.runtime);
		assertThat(this.runtime.snapshot().modes().get(StackMode.SHARED).counts().failed()).isEqualTo(1);
	}

	@Test
	void whenManySleepYieldAndMeetThenAllFinish() throws Exception {
		int count = 10_000;
		AtomicInteger finished = new AtomicInteger();
		BlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
		CountDownLatch latch = new CountDownLatch(2 * count);
		for (int i = 0; i < count; i++) {
			int number = i;
			this.runtime.start(() -> {
				try {
					Thread.sleep(number % 20);
					Coroutine.yield();
					queue.put(number);
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
				latch.countDown();
			});
			this.runtime.start(() -> {
				try {
					queue.take();
					finished.incrementAndGet();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
				latch.countDown();
			});
		}
		await(latch);
		assertThat(finished).hasValue(count);
		Live.awaitNone(this.runtime);
	}

	@Test
	void whenLiveThenTheSnapshotCountsThemByStateAndMode() throws Exception {
		CountDownLatch free = new CountDownLatch(1);
		CountDownLatch waiting = new CountDownLatch(11);
		for (int i = 0; i < 10; i++) {
			this.runtime.start(() -> {
				waiting.countDown();
				await(free);
			});
		}
		this.runtime.coroutine().stackMode(StackMode.PRIVATE).start(() -> {
			waiting.countDown();
			await(free);
		});
		await(waiting);
		// It is on its way to the latch still
		AtomicReference<RuntimeSnapshot> waits = new AtomicReference<>();
		Eventually.isTrue(() -> {
			waits.set(this.runtime.snapshot());
			return waits.get().modes().get(StackMode.PRIVATE).waiting() == 1;
		});
		RuntimeSnapshot snapshot = waits.get();
		assertThat(snapshot.live()).isEqualTo(11);
		assertThat(snapshot.modes().get(StackMode.SHARED).counts().live()).isEqualTo(10);
		assertThat(snapshot.modes().get(StackMode.PRIVATE).running()).isZero();
		assertThat(snapshot.stackStart().samples()).isEqualTo(1);
		assertThat(snapshot.engine().name()).isEqualTo(this.engine.name());
		free.countDown();
		Live.awaitNone(this.runtime);
		assertThat(this.runtime.snapshot().modes().get(StackMode.SHARED).counts().finished()).isEqualTo(10);
	}

	@Test
	void whenShutDownThenCodeThatSwallowsInterruptsIsReportedAsLeft() throws Exception {
		CoroutineRuntime other = CoroutineRuntime.builder().engine(this.engine).loops(1).start();
		CountDownLatch running = new CountDownLatch(1);
		CountDownLatch free = new CountDownLatch(1);
		other.start(() -> {
			running.countDown();
			boolean ended = false;
			while (!ended) {
				try {
					free.await();
					ended = true;
				}
				catch (InterruptedException ex) {
					// Swallowed on purpose
				}
			}
		});
		await(running);
		assertThat(other.shutdown(Duration.ofMillis(200))).isEqualTo(1);
		free.countDown();
		assertThat(other.shutdown(LONG)).isZero();
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> other.start(() -> {
		}));
	}

	@Test
	void whenOneThatMustNotGoOnBeforeTheEndIsCancelledThenItPassesThatOn() throws Exception {
		Semaphore interrupts = new Semaphore(0);
		CountDownLatch free = new CountDownLatch(1);
		Coroutine child = this.runtime.start(() -> {
			while (free.getCount() > 0) {
				try {
					free.await();
				}
				catch (InterruptedException ex) {
					interrupts.release();
				}
			}
		});
		CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
		Coroutine parent = this.runtime.start(() -> {
			child.joinOrCancel();
			interrupted.complete(child.isDone() && Thread.currentThread().isInterrupted());
		});
		for (int i = 0; i < 2; i++) {
			parent.cancel();
			assertThat(interrupts.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
		}
		assertThat(interrupted).isNotDone();
		free.countDown();
		assertThat(interrupted.get(60, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void whenSettingIsOutOfRangeThenItIsRefused() {
		CoroutineRuntimeBuilder builder = CoroutineRuntime.builder();
		assertThatIllegalArgumentException().isThrownBy(() -> builder.loops(0)).withMessageContaining("1 to 1024");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.spareCarriers(-1));
		assertThatIllegalArgumentException().isThrownBy(() -> builder.stallThreshold(Duration.ZERO));
		assertThatIllegalArgumentException().isThrownBy(() -> builder.privateStackLimit(-1));
		assertThatIllegalArgumentException().isThrownBy(() -> builder.privateStackBytes(1));
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
