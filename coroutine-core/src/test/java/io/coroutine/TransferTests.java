package io.coroutine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.coroutine.snapshot.CoroutineState;
import io.coroutine.test.Live;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Control that goes from one coroutine to another and back, on both engines.
 */
@ParameterizedClass
@EnumSource(value = EngineChoice.class, names = { "EVENT_LOOP", "PORTABLE" })
class TransferTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	@Parameter
	private EngineChoice engine;

	private CoroutineRuntime runtime;

	@BeforeEach
	void startRuntime() {
		this.runtime = CoroutineRuntime.builder().engine(this.engine).loops(2).start();
	}

	@AfterEach
	void closeRuntime() {
		this.runtime.close();
	}

	@Test
	void whenResumedThenItRunsToItsSuspendAndControlComesBack() throws Exception {
		List<String> steps = Collections.synchronizedList(new ArrayList<>());
		Coroutine inner = this.runtime.coroutine().create(() -> {
			steps.add("inner 1");
			suspend();
			steps.add("inner 2");
		});
		Coroutine outer = this.runtime.start(() -> {
			steps.add("outer 1");
			inner.resume();
			steps.add("outer 2");
			inner.resume();
			steps.add("outer 3");
		});
		assertThat(outer.join(LONG)).isTrue();
		assertThat(steps).containsExactly("outer 1", "inner 1", "outer 2", "inner 2", "outer 3");
		assertThat(inner.isDone()).isTrue();
	}

	@Test
	void whenPlatformThreadResumesThenItWaitsToo() {
		AtomicInteger steps = new AtomicInteger();
		Coroutine coroutine = this.runtime.coroutine().create(() -> {
			steps.incrementAndGet();
			suspend();
			steps.incrementAndGet();
		});
		coroutine.resume();
		assertThat(steps).hasValue(1);
		coroutine.resume();
		assertThat(steps).hasValue(2);
		assertThat(coroutine.isDone()).isTrue();
	}

	@Test
	void whenPrivateStackIsResumedThenControlComesBackToo() throws Exception {
		AtomicInteger steps = new AtomicInteger();
		Coroutine inner = this.runtime.coroutine().stackMode(StackMode.PRIVATE).create(() -> {
			steps.incrementAndGet();
			suspend();
			steps.incrementAndGet();
		});
		List<Integer> seen = new ArrayList<>();
		Coroutine outer = this.runtime.start(() -> {
			inner.resume();
			seen.add(steps.get());
			inner.resume();
			seen.add(steps.get());
		});
		assertThat(outer.join(LONG)).isTrue();
		assertThat(seen).containsExactly(1, 2);
	}

	@Test
	void whenResumesAreNestedThenDepthHasNoFixedLimit() throws Exception {
		int depth = 10_000;
		AtomicInteger deepest = new AtomicInteger();
		Coroutine outer = this.runtime.start(() -> nest(depth, deepest));
		assertThat(outer.join(LONG)).isTrue();
		assertThat(deepest).hasValue(depth);
	}

	private void nest(int depth, AtomicInteger deepest) {
		deepest.incrementAndGet();
		if (depth > 1) {
			Coroutine inner = CoroutineRuntime.current().coroutine().create(() -> nest(depth - 1, deepest));
			inner.resume();
			assertThat(inner.isDone()).isTrue();
		}
	}

	@Test
	void whenItWaitsForSomethingElseThenItsResumerWaits() throws Exception {
		CountDownLatch free = new CountDownLatch(1);
		Coroutine inner = this.runtime.coroutine().create(() -> await(free));
		AtomicReference<Boolean> done = new AtomicReference<>();
		Coroutine outer = this.runtime.start(() -> {
			inner.resume();
			done.set(inner.isDone());
		});
		// Before that, whoever resumes it starts it, and waits for its end
		Live.await(inner, (info) -> info.state() == CoroutineState.WAITING);
		assertThat(outer.join(Duration.ofMillis(10))).isFalse();
		assertThatIllegalStateException().isThrownBy(inner::resume).withMessageContaining("is not suspended");
		free.countDown();
		assertThat(outer.join(LONG)).isTrue();
		assertThat(done).hasValue(true);
	}

	@Test
	void whenItEndsWithAnExceptionThenItsResumerGoesOn() throws Exception {
		AtomicReference<Throwable> uncaught = new AtomicReference<>();
		Coroutine coroutine = this.runtime.coroutine().create(() -> {
			Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> uncaught.set(failure));
			throw new IllegalArgumentException("wanted");
		});
		coroutine.resume();
		assertThat(coroutine.isDone()).isTrue();
		assertThat(coroutine.join(LONG)).isTrue();
		assertThat(uncaught.get()).hasMessage("wanted");
	}

	@Test
	void whenFinishedIsResumedThenFailureSaysSo() {
		Coroutine coroutine = this.runtime.coroutine().create(() -> {
		});
		coroutine.resume();
		assertThatIllegalStateException().isThrownBy(coroutine::resume).withMessageEndingWith("has ended");
		assertThatIllegalStateException().isThrownBy(coroutine::start).withMessageEndingWith("has been started before");
	}

	@Test
	void whenItResumesItselfThenFailureSaysSo() throws Exception {
		AtomicReference<Throwable> failure = new AtomicReference<>();
		Coroutine coroutine = this.runtime.start(() -> {
			try {
				Coroutine.current().resume();
			}
			catch (IllegalStateException ex) {
				failure.set(ex);
			}
		});
		assertThat(coroutine.join(LONG)).isTrue();
		assertThat(failure.get()).hasMessageContaining("cannot resume itself");
	}

	@Test
	void whenPlatformThreadSuspendsThenFailureSaysSo() {
		assertThatIllegalStateException().isThrownBy(Coroutine::suspend).withMessageContaining("Only a coroutine");
	}

	@Test
	void whenStartedCoroutineSuspendsThenItWaitsForAResume() throws Exception {
		CountDownLatch suspending = new CountDownLatch(1);
		Coroutine coroutine = this.runtime.start(() -> {
			suspending.countDown();
			suspend();
		});
		suspending.await();
		resumeWhenSuspended(coroutine);
		assertThat(coroutine.join(LONG)).isTrue();
	}

	@Test
	void whenSuspendedIsCancelledThenItsSuspendIsInterrupted() throws Exception {
		AtomicReference<Throwable> failure = new AtomicReference<>();
		Coroutine coroutine = this.runtime.coroutine().create(() -> {
			try {
				Coroutine.suspend();
			}
			catch (InterruptedException ex) {
				failure.set(ex);
			}
		});
		coroutine.resume();
		coroutine.cancel();
		assertThat(coroutine.join(LONG)).isTrue();
		assertThat(failure.get()).isInstanceOf(InterruptedException.class);
	}

	@Test
	void whenResumerIsCancelledThenItWaitsOnAndKeepsTheInterrupt() throws Exception {
		CountDownLatch free = new CountDownLatch(1);
		Coroutine inner = this.runtime.coroutine().create(() -> await(free));
		AtomicReference<Boolean> interrupted = new AtomicReference<>();
		Coroutine outer = this.runtime.start(() -> {
			inner.resume();
			interrupted.set(Thread.currentThread().isInterrupted());
		});
		outer.cancel();
		assertThat(outer.join(Duration.ofMillis(10))).isFalse();
		free.countDown();
		assertThat(outer.join(LONG)).isTrue();
		assertThat(interrupted).hasValue(true);
	}

	@Test
	void whenTwoTransferForEverThenOthersRunToo() throws Exception {
		if (!StarvationTests.isFair(this.engine)) {
			return;
		}
		AtomicReference<Boolean> stop = new AtomicReference<>(false);
		CountDownLatch other = new CountDownLatch(20);
		try (CoroutineRuntime single = CoroutineRuntime.builder().engine(this.engine).loops(1).start()) {
			Coroutine pair = single.start(() -> {
				Coroutine inner = CoroutineRuntime.current().coroutine().create(() -> {
					while (!stop.get()) {
						suspend();
					}
				});
				while (!inner.isDone()) {
					inner.resume();
				}
			});
			single.start(() -> {
				while (other.getCount() > 0) {
					other.countDown();
					Coroutine.yield();
				}
			});
			other.await();
			stop.set(true);
			assertThat(pair.join(LONG)).isTrue();
		}
	}

	@Test
	void whenRuntimeIsClosedThenSuspendedOnesEndAndNewOnesAreRejected() throws Exception {
		Coroutine suspended = this.runtime.coroutine().create(TransferTests::suspend);
		suspended.resume();
		Coroutine unstarted = this.runtime.coroutine().create(() -> {
		});
		this.runtime.close();
		assertThat(suspended.isDone()).isTrue();
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(unstarted::resume);
		assertThat(unstarted.join(LONG)).isTrue();
		assertThat(this.runtime.snapshot().live()).isZero();
	}

	@Test
	void whenManyThreadsResumeOneThenEachSuspendIsResumedByOne() throws Exception {
		int rounds = 2_000;
		AtomicInteger count = new AtomicInteger();
		Coroutine coroutine = this.runtime.start(() -> {
			for (int i = 0; i < rounds; i++) {
				suspend();
				count.incrementAndGet();
			}
		});
		AtomicInteger resumes = new AtomicInteger();
		List<Coroutine> resumers = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			resumers.add(this.runtime.start(() -> {
				while (!coroutine.isDone()) {
					try {
						coroutine.resume();
						resumes.incrementAndGet();
					}
					catch (IllegalStateException ex) {
						Coroutine.yield();
					}
				}
			}));
		}
		for (Coroutine resumer : resumers) {
			assertThat(resumer.join(LONG)).isTrue();
		}
		assertThat(count).hasValue(rounds);
		assertThat(resumes).hasValue(rounds);
	}

	private static void resumeWhenSuspended(Coroutine coroutine) {
		while (true) {
			try {
				coroutine.resume();
				return;
			}
			catch (IllegalStateException ex) {
				Thread.onSpinWait();
			}
		}
	}

	private static void suspend() {
		try {
			Coroutine.suspend();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
