package io.coroutine;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link CoroutineRuntimeBuilder#shutdownGrace}.
 */
class ShutdownGraceTests {

	@ParameterizedTest
	@EnumSource(names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
	void whenGraceIsOverThenCloseDoesNotWaitForTheCoroutine(EngineChoice engine) throws Exception {
		CountDownLatch started = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		CoroutineRuntime runtime = CoroutineRuntime.builder().engine(engine).shutdownGrace(Duration.ZERO).start();
		Coroutine stubborn = runtime.coroutine().stackMode(StackMode.PRIVATE).start(() -> {
			started.countDown();
			while (end.getCount() > 0) {
				Thread.onSpinWait();
			}
		});
		started.await();
		runtime.close();
		assertThat(stubborn.isDone()).isFalse();
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> runtime.start(() -> {
		}));
		end.countDown();
		stubborn.join();
	}

	@Test
	void whenCoroutineWaitsThenCloseCancelsItWithinTheGrace() {
		CoroutineRuntime runtime = CoroutineRuntime.builder().shutdownGrace(Duration.ofMinutes(1)).start();
		CountDownLatch never = new CountDownLatch(1);
		Coroutine waiting = runtime.start(() -> {
			try {
				never.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		runtime.close();
		assertThat(waiting.isDone()).isTrue();
	}

	@Test
	void whenGraceIsNegativeThenItIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> CoroutineRuntime.builder().shutdownGrace(Duration.ofNanos(-1)))
			.withMessageContaining("grace");
	}

}
