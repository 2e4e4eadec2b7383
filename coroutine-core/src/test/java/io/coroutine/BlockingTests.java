package io.coroutine;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.coroutine.internal.fiber.Fiber;
import io.coroutine.internal.fiber.FiberLocals;
import io.coroutine.snapshot.StackUse;
import io.coroutine.test.Eventually;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Blocking code beside the loops, on both engines.
 */
@ParameterizedClass
@EnumSource(value = EngineChoice.class, names = { "EVENT_LOOP", "PORTABLE" })
class BlockingTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	@Parameter
	private EngineChoice engine;

	private CoroutineRuntime runtime;

	@BeforeEach
	void start() {
		this.runtime = CoroutineRuntime.builder()
			.engine(this.engine)
			.loops(1)
			.stallThreshold(Duration.ofHours(1))
			.privateStackLimit(1)
			.privateStackQueue(1)
			.start();
	}

	@AfterEach
	void stop() {
		assertThat(this.runtime.shutdown(LONG)).isZero();
		assertThat(this.runtime.snapshot().live()).isZero();
		assertThat(this.runtime.snapshot().stackUse().inUse()).isZero();
		assertThat(this.runtime.snapshot().stackUse().queued()).isZero();
	}

	@Test
	void whenCoroutineBlocksThenItsLoopGoesOn() throws Exception {
		CountDownLatch inside = new CountDownLatch(1);
		AtomicBoolean free = new AtomicBoolean();
		Future<String> result = this.runtime.submit(() -> Blocking.call(() -> {
			inside.countDown();
			while (!free.get()) {
				Thread.onSpinWait();
			}
			return "done";
		}));
		await(inside);
		assertThat(this.runtime.snapshot().stackUse().inUse()).isEqualTo(1);
		assertThat(this.runtime.submit(() -> "other").get(30, TimeUnit.SECONDS)).isEqualTo("other");
		assertThat(result.isDone()).isFalse();
		free.set(true);
		assertThat(result.get(30, TimeUnit.SECONDS)).isEqualTo("done");
	}

	@Test
	void whenCodeRunsThenItRunsOnAPlatformThreadInTheNameOfTheCoroutine() throws Exception {
		ClassLoader loader = new URLClassLoader(new URL[0]);
		List<Object> seen = new ArrayList<>();
		Coroutine coroutine = this.runtime.coroutine().name("caller").start(() -> {
			Thread.currentThread().setContextClassLoader(loader);
			locals("before");
			Blocking.run(() -> {
				seen.add(Thread.currentThread().isVirtual());
				seen.add(Thread.currentThread().getName());
				seen.add(Coroutine.current());
				seen.add(Thread.currentThread().getContextClassLoader());
				seen.add(CoroutineRuntime.current());
				seen.add(Fiber.current().locals());
				locals("after");
			});
			seen.add(Fiber.current().locals());
		});
		assertThat(coroutine.join(LONG)).isTrue();
		assertThat(seen).containsExactly(false, "caller-blocking", coroutine, loader, this.runtime,
				new Values("before"), new Values("after"));
	}

	@Test
	void whenCalledManyTimesThenEachCallGetsTheStackOfTheOneBefore() throws Exception {
		Future<Integer> sum = this.runtime.submit(() -> {
			int[] counter = new int[1];
			for (int i = 0; i < 200; i++) {
				Blocking.run(() -> counter[0]++);
				counter[0]++;
			}
			return counter[0];
		});
		assertThat(sum.get(30, TimeUnit.SECONDS)).isEqualTo(400);
		assertThat(this.runtime.snapshot().stackUse().rejected()).isZero();
	}

	@Test
	void whenCodeThrowsThenTheSameExceptionComesOut() throws Exception {
		for (Throwable failure : List.of(new IOException("wanted"), new IllegalArgumentException("wanted"),
				new StackOverflowError("wanted"), new Throwable("wanted"))) {
			Future<Object> result = this.runtime.submit(() -> Blocking.call(() -> BlockingTests.sneakyThrow(failure)));
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> result.get(30, TimeUnit.SECONDS))
				.satisfies((ex) -> assertThat(ex.getCause()).isSameAs(failure));
		}
	}

	@Test
	void whenCodeSuspendsThenItIsRefused() throws Exception {
		Future<Object> result = this.runtime.submit(() -> Blocking.call(() -> {
			Coroutine.suspend();
			return null;
		}));
		assertThatThrownBy(() -> result.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(IllegalStateException.class)
			.hasMessageContaining("Only a coroutine can suspend itself");
	}

	@Test
	void whenOutsideOfCoroutinesThenTheCodeRunsWhereItIs() throws Exception {
		assertThat(Blocking.call(Thread::currentThread)).isSameAs(Thread.currentThread());
		AtomicReference<Thread> thread = new AtomicReference<>();
		Blocking.run(() -> thread.set(Thread.currentThread()));
		assertThat(thread.get()).isSameAs(Thread.currentThread());
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> Blocking.call(() -> {
			throw new IOException("wanted");
		}));
	}

	@Test
	void whenOnAPrivateStackAlreadyThenTheCodeRunsWhereItIs() throws Exception {
		Callable<Boolean> nested = () -> {
			Thread outer = Thread.currentThread();
			return Blocking.call(() -> Thread.currentThread() == outer);
		};
		assertThat(this.runtime.coroutine().stackMode(StackMode.PRIVATE).submit(nested).get(30, TimeUnit.SECONDS))
			.isTrue();
		awaitFreeStack();
		assertThat(this.runtime.submit(() -> Blocking.call(nested)).get(30, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void whenCoroutineIsCancelledThenTheCodeIsInterruptedAndItsEndIsWaitedFor() throws Exception {
		CountDownLatch inside = new CountDownLatch(1);
		CountDownLatch interrupted = new CountDownLatch(1);
		CountDownLatch free = new CountDownLatch(1);
		AtomicReference<Boolean> status = new AtomicReference<>();
		Coroutine coroutine = this.runtime.start(() -> {
			Blocking.run(() -> {
				inside.countDown();
				try {
					Thread.sleep(LONG);
				}
				catch (InterruptedException ex) {
					interrupted.countDown();
				}
				await(free);
			});
			status.set(Thread.currentThread().isInterrupted());
		});
		await(inside);
		coroutine.cancel();
		await(interrupted);
		assertThat(coroutine.isDone()).isFalse();
		free.countDown();
		assertThat(coroutine.join(LONG)).isTrue();
		assertThat(status).as("The code has consumed the interrupt").hasValue(false);
	}

	@Test
	void whenCodeDoesNotConsumeTheInterruptThenTheCoroutineHasItAgain() throws Exception {
		CountDownLatch inside = new CountDownLatch(1);
		AtomicReference<Boolean> status = new AtomicReference<>();
		Coroutine coroutine = this.runtime.start(() -> {
			Blocking.run(() -> {
				inside.countDown();
				while (!Thread.currentThread().isInterrupted()) {
					Thread.onSpinWait();
				}
			});
			status.set(Thread.currentThread().isInterrupted());
		});
		await(inside);
		coroutine.cancel();
		assertThat(coroutine.join(LONG)).isTrue();
		assertThat(status).hasValue(true);
	}

	@Test
	void whenInterruptedExceptionEndsTheCodeThenItComesOut() throws Exception {
		CountDownLatch inside = new CountDownLatch(1);
		AtomicReference<Throwable> failure = new AtomicReference<>();
		Coroutine coroutine = this.runtime.start(() -> {
			try {
				Blocking.call(() -> {
					inside.countDown();
					Thread.sleep(LONG);
					return null;
				});
			}
			catch (Exception ex) {
				failure.set(ex);
			}
		});
		await(inside);
		coroutine.cancel();
		assertThat(coroutine.join(LONG)).isTrue();
		assertThat(failure.get()).isInstanceOf(InterruptedException.class);
	}

	@Test
	void whenInterruptMeetsTheEndOfTheCodeThenItIsNotLost() throws Exception {
		for (int i = 0; i < 500; i++) {
			AtomicReference<Thread> owner = new AtomicReference<>();
			AtomicBoolean inside = new AtomicBoolean();
			AtomicBoolean status = new AtomicBoolean();
			AtomicBoolean interrupted = new AtomicBoolean();
			Coroutine coroutine = this.runtime.start(() -> {
				owner.set(Thread.currentThread());
				Blocking.run(() -> inside.set(true));
				while (!interrupted.get()) {
					Coroutine.yield();
				}
				status.set(Thread.currentThread().isInterrupted());
			});
			Eventually.until(inside::get);
			// Not cancelled: that might wait for a better moment
			owner.get().interrupt();
			interrupted.set(true);
			assertThat(coroutine.join(LONG)).isTrue();
			assertThat(status).as("round %d", i).isTrue();
		}
	}

	@Test
	void whenNoStackIsFreeThenOneWaitsAndTheNextIsRejected() throws Exception {
		CountDownLatch free = new CountDownLatch(1);
		Future<?> first = blockUntil(free);
		awaitStackUse(1, 0);
		Future<?> second = blockUntil(free);
		awaitStackUse(1, 1);
		Future<?> third = blockUntil(free);
		assertThatThrownBy(() -> third.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(RejectedExecutionException.class)
			.hasMessageContaining("All 1 private stacks are in use and 1 coroutines wait for one")
			.hasMessageContaining("coroutine.stack.private.limit");
		free.countDown();
		first.get(30, TimeUnit.SECONDS);
		second.get(30, TimeUnit.SECONDS);
	}

	@Test
	void whenCancelledBeforeThereIsAStackThenTheCodeDoesNotRun() throws Exception {
		CountDownLatch free = new CountDownLatch(1);
		Future<?> first = blockUntil(free);
		awaitStackUse(1, 0);
		AtomicInteger runs = new AtomicInteger();
		AtomicReference<Throwable> failure = new AtomicReference<>();
		AtomicReference<Boolean> status = new AtomicReference<>();
		Coroutine waiting = this.runtime.start(() -> {
			try {
				Blocking.run(runs::incrementAndGet);
			}
			catch (RejectedExecutionException ex) {
				failure.set(ex);
				status.set(Thread.currentThread().isInterrupted());
			}
		});
		awaitStackUse(1, 1);
		waiting.cancel();
		assertThat(waiting.join(LONG)).isTrue();
		assertThat(failure.get()).hasMessageContaining("cancelled while it waited for a private stack");
		assertThat(status).hasValue(true);
		awaitStackUse(1, 0);
		free.countDown();
		first.get(30, TimeUnit.SECONDS);
		assertThat(runs).hasValue(0);
	}

	@Test
	void whenCancelMeetsTheTurnThenTheCodeRunsOrNotAndNothingIsLeftBehind() throws Exception {
		for (int i = 0; i < 200; i++) {
			CountDownLatch free = new CountDownLatch(1);
			Future<?> holder = blockUntil(free);
			awaitStackUse(1, 0);
			AtomicInteger runs = new AtomicInteger();
			AtomicInteger rejections = new AtomicInteger();
			Coroutine waiting = this.runtime.start(() -> {
				try {
					Blocking.run(runs::incrementAndGet);
				}
				catch (RejectedExecutionException ex) {
					rejections.incrementAndGet();
				}
			});
			awaitStackUse(1, 1);
			free.countDown();
			waiting.cancel();
			assertThat(waiting.join(LONG)).isTrue();
			holder.get(30, TimeUnit.SECONDS);
			assertThat(runs.get() + rejections.get()).as("round %d", i).isEqualTo(1);
			awaitFreeStack();
		}
	}

	@Test
	void whenRuntimeIsShutDownThenTheCodeIsInterruptedAndCleaningUpMayStillBlock() throws Exception {
		AtomicReference<String> cleanedUp = new AtomicReference<>();
		CountDownLatch inside = new CountDownLatch(1);
		this.runtime.start(() -> {
			try {
				Blocking.call(() -> {
					inside.countDown();
					Thread.sleep(LONG);
					return null;
				});
			}
			catch (Exception ex) {
				Blocking.run(() -> cleanedUp.set(ex.getClass().getSimpleName()));
			}
		});
		await(inside);
		assertThat(this.runtime.shutdown(LONG)).isZero();
		assertThat(cleanedUp).hasValue("InterruptedException");
	}

	private Future<?> blockUntil(CountDownLatch free) {
		return this.runtime.submit(() -> {
			Blocking.run(() -> await(free));
			return null;
		});
	}

	private void awaitFreeStack() {
		awaitStackUse(0, 0);
	}

	private void awaitStackUse(int inUse, int queued) {
		Eventually.until(() -> {
			StackUse use = this.runtime.snapshot().stackUse();
			return use.inUse() == inUse && use.queued() == queued;
		});
	}

	private static void locals(String text) {
		Fiber fiber = Fiber.current();
		assertThat(fiber).isNotNull();
		fiber.locals(new Values(text));
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@SuppressWarnings({ "unchecked", "TypeParameterUnusedInFormals" })
	private static <T, X extends Throwable> T sneakyThrow(Throwable failure) throws X {
		throw (X) failure;
	}

	private record Values(String text) implements FiberLocals {

		@Override
		public void end() {
		}

	}

}
