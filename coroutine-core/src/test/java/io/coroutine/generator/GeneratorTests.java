package io.coroutine.generator;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import io.coroutine.Coroutine;
import io.coroutine.EngineChoice;
import io.coroutine.StackMode;
import io.coroutine.test.EngineContract;
import io.coroutine.test.Eventually;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * Sequences that coroutines make, on both engines.
 */
@ParameterizedClass
@EnumSource(value = EngineChoice.class, names = { "EVENT_LOOP", "PORTABLE" })
class GeneratorTests extends EngineContract {

	private Generator<Integer> numbers(int count) {
		return Generator.of(this.runtime, (emitter) -> {
			for (int i = 0; i < count; i++) {
				emitter.emit(i);
			}
		});
	}

	private Generator<Integer> allNumbers() {
		return numbers(Integer.MAX_VALUE);
	}

	@Test
	void whenIteratedByAThreadThenAllElementsComeInOrder() {
		try (Generator<Integer> numbers = numbers(5)) {
			assertThat(numbers).containsExactly(0, 1, 2, 3, 4);
			assertThat(numbers.iterator().hasNext()).isFalse();
			assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(numbers.iterator()::next);
		}
	}

	@Test
	void whenIteratedByACoroutineThenAllElementsComeInOrder() throws Exception {
		Future<List<Integer>> consumed = this.runtime.submit(() -> {
			List<Integer> elements = new ArrayList<>();
			// On the runtime of the coroutine
			for (int element : Generator.<Integer>of((emitter) -> {
				emitter.emit(1);
				Coroutine.yield();
				emitter.emit(2);
			})) {
				elements.add(element);
			}
			return elements;
		});
		assertThat(Eventually.get(consumed)).containsExactly(1, 2);
	}

	@Test
	void whenConsumedThenTheBodyRunsOnDemandOnly() {
		List<String> steps = new ArrayList<>();
		try (Generator<String> letters = Generator.of(this.runtime, (emitter) -> {
			steps.add("begins");
			emitter.emit("a");
			steps.add("after a");
			emitter.emit("b");
		})) {
			Iterator<String> iterator = letters.iterator();
			assertThat(steps).isEmpty();
			assertThat(iterator.hasNext()).isTrue();
			assertThat(iterator.hasNext()).isTrue();
			assertThat(steps).containsExactly("begins");
			assertThat(iterator.next()).isEqualTo("a");
			assertThat(steps).containsExactly("begins");
			assertThat(iterator.next()).isEqualTo("b");
			assertThat(steps).containsExactly("begins", "after a");
		}
	}

	@Test
	void whenInfiniteThenAStreamTakesWhatItNeedsAndClosesIt() {
		try (Stream<Integer> stream = allNumbers().stream()) {
			assertThat(stream.filter((number) -> number % 2 == 1).limit(4)).containsExactly(1, 3, 5, 7);
		}
	}

	@Test
	void whenNestedThenAGeneratorConsumesOthers() {
		try (Generator<Integer> deepest = countdown(100)) {
			assertThat(deepest.stream().mapToInt(Integer::intValue).sum()).isEqualTo(5_050);
		}
	}

	private Generator<Integer> countdown(int from) {
		return Generator.of(this.runtime, (emitter) -> {
			emitter.emit(from);
			if (from > 1) {
				try (Generator<Integer> rest = countdown(from - 1)) {
					rest.forEach(emitter::emit);
				}
			}
		});
	}

	@Test
	void whenNeverAskedThenNothingHasStarted() {
		Generator<Integer> numbers = allNumbers();
		assertThat(this.runtime.snapshot().live()).isZero();
		numbers.close();
		numbers.close();
		assertThat(numbers.iterator().hasNext()).isFalse();
		assertThat(this.runtime.snapshot().modes().get(StackMode.SHARED).counts().started()).isZero();
	}

	@Test
	void whenClosedThenTheBodyUnwindsAndNoMoreElementsCome() {
		AtomicReference<Throwable> seen = new AtomicReference<>();
		AtomicBoolean interrupted = new AtomicBoolean(true);
		Generator<Integer> numbers = Generator.of(this.runtime, (emitter) -> {
			try {
				emitter.emit(1);
			}
			catch (CancellationException ex) {
				seen.set(ex);
				// It may still wait while it cleans up
				interrupted.set(Thread.currentThread().isInterrupted());
				emitter.emit(2);
			}
		});
		assertThat(numbers.iterator().next()).isEqualTo(1);
		assertThat(this.runtime.snapshot().live()).isEqualTo(1);
		numbers.close();
		assertThat(seen.get()).hasMessageContaining("closed");
		assertThat(interrupted).isFalse();
		assertThat(numbers.iterator().hasNext()).isFalse();
		numbers.close();
	}

	@Test
	void whenClosedByAnInterruptedThreadThenItWaitsForTheBodyAndStaysInterrupted() {
		AtomicBoolean ended = new AtomicBoolean();
		Generator<Integer> numbers = Generator.of(this.runtime, (emitter) -> {
			try {
				emitter.emit(1);
			}
			finally {
				Thread.sleep(5);
				ended.set(true);
			}
		});
		assertThat(numbers.iterator().next()).isEqualTo(1);
		Thread.currentThread().interrupt();
		numbers.close();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(ended).isTrue();
	}

	@Test
	void whenClosedWhileAConsumerWaitsThenTheBodyIsInterruptedAndTheConsumerEnds() throws Exception {
		CountDownLatch waiting = new CountDownLatch(1);
		Generator<Integer> numbers = Generator.of(this.runtime, (emitter) -> {
			waiting.countDown();
			new CountDownLatch(1).await();
		});
		Future<Boolean> consumer = this.runtime.submit(numbers.iterator()::hasNext);
		waiting.await();
		numbers.close();
		assertThat(Eventually.get(consumer)).isFalse();
	}

	@Test
	void whenBodyFailsOnCloseThenTheHandlerOfUncaughtExceptionsGetsIt() throws Exception {
		AtomicReference<Throwable> uncaught = new AtomicReference<>();
		Generator<Integer> numbers = Generator.of(this.runtime, (emitter) -> {
			Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> uncaught.set(failure));
			try {
				emitter.emit(1);
			}
			finally {
				throwIo();
			}
		});
		assertThat(numbers.iterator().next()).isEqualTo(1);
		numbers.close();
		// The thread tells its handler after the body has ended
		Eventually.isTrue(() -> uncaught.get() != null);
		assertThat(uncaught.get()).isInstanceOf(CompletionException.class).hasRootCauseMessage("wanted");
	}

	@Test
	void whenBodyFailsThenUncheckedFailuresComeAsTheyAreAndCheckedOnesWrapped() {
		IllegalArgumentException unchecked = new IllegalArgumentException("wanted");
		Iterator<Integer> failing = Generator.<Integer>of(this.runtime, (emitter) -> {
			emitter.emit(1);
			throw unchecked;
		}).iterator();
		assertThat(failing.next()).isEqualTo(1);
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(failing::hasNext).isSameAs(unchecked);
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(failing::next).isSameAs(unchecked);
		Iterator<Integer> failingChecked = Generator.<Integer>of(this.runtime, (emitter) -> throwIo()).iterator();
		assertThatExceptionOfType(CompletionException.class).isThrownBy(failingChecked::next)
			.withCauseInstanceOf(IOException.class);
		Iterator<Integer> erring = Generator.<Integer>of(this.runtime, (emitter) -> {
			throw new StackOverflowError("wanted");
		}).iterator();
		assertThatExceptionOfType(StackOverflowError.class).isThrownBy(erring::hasNext).withMessage("wanted");
	}

	private static void throwIo() throws IOException {
		throw new IOException("wanted");
	}

	@Test
	void whenBodyWaitsThenTheConsumerWaitsToo() throws Exception {
		CountDownLatch free = new CountDownLatch(1);
		Generator<Integer> numbers = Generator.of(this.runtime, (emitter) -> {
			free.await();
			emitter.emit(1);
		});
		Future<Integer> consumer = this.runtime.submit(numbers.iterator()::next);
		Future<Boolean> other = this.runtime.submit(() -> !consumer.isDone());
		assertThat(Eventually.get(other)).isTrue();
		free.countDown();
		assertThat(Eventually.get(consumer)).isEqualTo(1);
		numbers.close();
	}

	@Test
	void whenBodySuspendsItselfThenItIsResumedUntilItEmits() {
		try (Generator<Integer> numbers = Generator.of(this.runtime, (emitter) -> {
			Coroutine.suspend();
			Coroutine.suspend();
			emitter.emit(1);
			Coroutine.suspend();
		})) {
			assertThat(numbers).containsExactly(1);
		}
	}

	@Test
	void whenAnotherThreadEmitsThenFailureSaysSo() throws Exception {
		AtomicReference<Generator.Emitter<Integer>> leaked = new AtomicReference<>();
		try (Generator<Integer> numbers = Generator.of(this.runtime, (emitter) -> {
			leaked.set(emitter);
			emitter.emit(1);
		})) {
			assertThat(numbers.iterator().next()).isEqualTo(1);
			assertThatIllegalStateException().isThrownBy(() -> leaked.get().emit(2))
				.withMessageContaining("Only the body");
			assertThat(numbers.iterator().hasNext()).isFalse();
			assertThatIllegalStateException().isThrownBy(() -> leaked.get().emit(2));
		}
	}

	@Test
	void whenNullIsEmittedThenFailureSaysSo() {
		Iterator<Integer> numbers = Generator.<Integer>of(this.runtime, (emitter) -> emitter.emit(null)).iterator();
		assertThatNullPointerException().isThrownBy(numbers::next).withMessageContaining("cannot emit null");
		assertThatNullPointerException().isThrownBy(() -> Generator.of(this.runtime, null))
			.withMessageContaining("body");
	}

	@Test
	void whenBodyUsesItsOwnGeneratorThenFailureSaysSo() {
		AtomicReference<Generator<Integer>> own = new AtomicReference<>();
		own.set(Generator.of(this.runtime, (emitter) -> emitter.emit(own.get().iterator().next())));
		assertThatIllegalStateException().isThrownBy(own.get().iterator()::next)
			.withMessageContaining("cannot consume");
		own.set(Generator.of(this.runtime, (emitter) -> own.get().close()));
		assertThatIllegalStateException().isThrownBy(own.get().iterator()::next).withMessageContaining("cannot close");
	}

	@Test
	void whenAGeneratorWithinTheBodyConsumesItThenFailureSaysSo() {
		AtomicReference<Generator<Integer>> outer = new AtomicReference<>();
		Generator<Integer> inner = Generator.of(this.runtime, (emitter) -> outer.get().forEach(emitter::emit));
		outer.set(Generator.of(this.runtime, (emitter) -> inner.forEach(emitter::emit)));
		assertThatIllegalStateException().isThrownBy(outer.get().iterator()::next)
			.withMessageContaining("Another consumer");
	}

	@Test
	void whenSecondConsumerAsksAtTheSameTimeThenFailureSaysSo() throws Exception {
		CountDownLatch waiting = new CountDownLatch(1);
		CountDownLatch free = new CountDownLatch(1);
		try (Generator<Integer> numbers = Generator.of(this.runtime, (emitter) -> {
			waiting.countDown();
			free.await();
			emitter.emit(1);
		})) {
			Future<Integer> consumer = this.runtime.submit(numbers.iterator()::next);
			waiting.await();
			assertThatIllegalStateException().isThrownBy(numbers.iterator()::hasNext)
				.withMessageContaining("Another consumer");
			free.countDown();
			assertThat(Eventually.get(consumer)).isEqualTo(1);
		}
	}

	@Test
	void whenConsumersTakeTurnsThenTheyShareTheElements() throws Exception {
		try (Generator<Integer> numbers = allNumbers()) {
			for (int i = 0; i < 100; i += 2) {
				assertThat(numbers.iterator().next()).isEqualTo(i);
				assertThat(Eventually.get(this.runtime.submit(numbers.iterator()::next))).isEqualTo(i + 1);
			}
		}
	}

	@Test
	void whenConsumerIsInterruptedThenItGetsItsElementAndStaysInterrupted() {
		try (Generator<Integer> numbers = allNumbers()) {
			Thread.currentThread().interrupt();
			assertThat(numbers.iterator().next()).isZero();
			assertThat(Thread.interrupted()).isTrue();
		}
	}

	@Test
	void whenRuntimeIsClosedThenTheConsumerIsToldThatItWasCancelled() throws Exception {
		Generator<Integer> begun = allNumbers();
		Generator<Integer> waits = Generator.of(this.runtime, (emitter) -> {
			emitter.emit(1);
			Thread.sleep(LONG);
		});
		Generator<Integer> unused = allNumbers();
		assertThat(begun.iterator().next()).isZero();
		assertThat(waits.iterator().next()).isEqualTo(1);
		FutureTask<Boolean> consumer = new FutureTask<>(waits.iterator()::hasNext);
		Thread.ofPlatform().start(consumer);
		this.runtime.close();
		assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> Eventually.get(consumer))
			.withMessageContaining("cancelled");
		assertThatExceptionOfType(CancellationException.class).isThrownBy(begun.iterator()::next);
		assertThatExceptionOfType(CancellationException.class).isThrownBy(waits.iterator()::hasNext);
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(unused.iterator()::hasNext);
		begun.close();
		waits.close();
		unused.close();
		assertThat(unused.iterator().hasNext()).isFalse();
	}

}
