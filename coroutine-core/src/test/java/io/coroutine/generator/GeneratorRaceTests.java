package io.coroutine.generator;

import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import io.coroutine.EngineChoice;
import io.coroutine.test.EngineContract;
import io.coroutine.test.Eventually;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Generators that one consumes and another closes, on both engines.
 */
@ParameterizedClass
@EnumSource(value = EngineChoice.class, names = { "EVENT_LOOP", "PORTABLE" })
class GeneratorRaceTests extends EngineContract {

	private Generator<Integer> allNumbers() {
		return Generator.of(this.runtime, (emitter) -> {
			for (int i = 0; i < Integer.MAX_VALUE; i++) {
				emitter.emit(i);
			}
		});
	}

	@Test
	void whenClosedWhileElementsAreConsumedThenNothingIsLeft() throws Exception {
		for (int i = 0; i < 200; i++) {
			Generator<Integer> numbers = allNumbers();
			Future<Integer> consumer = this.runtime.submit(() -> {
				int count = 0;
				while (numbers.iterator().hasNext() && count < 2_000) {
					assertThat(numbers.iterator().next()).isEqualTo(count);
					count++;
				}
				return count;
			});
			if (i % 2 == 0) {
				Thread.yield();
			}
			numbers.close();
			assertThat(Eventually.get(consumer)).isBetween(0, 2_000);
		}
	}

	@Test
	void whenClosedWhileTheFirstElementIsAskedForThenCloseReturns() throws Exception {
		int rounds = 20_000;
		// Less often on a machine that takes long to change from one thread to the other
		long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
		AtomicBoolean over = new AtomicBoolean();
		AtomicReference<@Nullable Generator<Integer>> open = new AtomicReference<>();
		FutureTask<Void> closing = new FutureTask<>(() -> {
			int closed = 0;
			while (!over.get()) {
				Generator<Integer> numbers = open.getAndSet(null);
				if (numbers != null) {
					spin(closed % 100);
					numbers.close();
					closed++;
				}
				else {
					Thread.onSpinWait();
				}
			}
			return null;
		});
		// It would stay if close did not return
		Thread.ofPlatform().daemon().start(closing);
		for (int i = 0; i < rounds && System.nanoTime() - until < 0; i++) {
			Generator<Integer> numbers = allNumbers();
			open.set(numbers);
			spin(50);
			var _ = numbers.iterator().hasNext();
			Eventually.isTrue(() -> open.get() == null);
		}
		over.set(true);
		Eventually.get(closing);
	}

	private static void spin(int turns) {
		for (int i = 0; i < turns; i++) {
			Thread.onSpinWait();
		}
	}

}
