package io.coroutine;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class CoroutineRuntimeTests {

	@ParameterizedTest
	@EnumSource(names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
	void whenManyCoroutinesSleepAndYieldThenAllFinish(EngineChoice engine) throws Exception {
		int count = 10_000;
		AtomicInteger finished = new AtomicInteger();
		CountDownLatch latch = new CountDownLatch(count);
		try (CoroutineRuntime runtime = CoroutineRuntime.builder().engine(engine).start()) {
			for (int i = 0; i < count; i++) {
				int millis = i % 20;
				runtime.start(() -> {
					try {
						Thread.sleep(millis);
						Coroutine.yield();
						finished.incrementAndGet();
					}
					catch (InterruptedException ex) {
						Thread.currentThread().interrupt();
					}
					latch.countDown();
				});
			}
			assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
			assertThat(finished).hasValue(count);
			System.out.println(runtime.snapshot());
		}
	}

	@Test
	void whenCoroutinePinsItsCarrierThenLoopGoesOn() throws Exception {
		try (CoroutineRuntime runtime = CoroutineRuntime.builder().engine(EngineChoice.EVENT_LOOP).loops(1).start()) {
			CountDownLatch latch = new CountDownLatch(1);
			runtime.start(() -> {
				while (latch.getCount() > 0) {
					Thread.onSpinWait();
				}
			});
			Coroutine other = runtime.start(latch::countDown);
			assertThat(other.join(Duration.ofSeconds(30))).isTrue();
			System.out.println(runtime.snapshot());
		}
	}

}
