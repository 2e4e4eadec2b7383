package io.coroutine;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Recursion that needs a stack of its own size.
 */
class DeepRecursionTests {

	private static final int DEPTH = 1_000_000;

	@ParameterizedTest
	@EnumSource(names = { "EVENT_LOOP", "PORTABLE" })
	void whenPrivateStackIsLargeThenRecursionIsDeepAndOnASharedOneItOverflows(EngineChoice engine) throws Exception {
		try (CoroutineRuntime runtime = CoroutineRuntime.builder().engine(engine).loops(1).start()) {
			assertThatExceptionOfType(ExecutionException.class)
				.isThrownBy(() -> runtime.submit(() -> depth(DEPTH)).get(60, TimeUnit.SECONDS))
				.withCauseInstanceOf(StackOverflowError.class);
			assertThat(runtime.coroutine()
				.privateStack(512L * 1024 * 1024)
				.submit(() -> depth(DEPTH))
				.get(60, TimeUnit.SECONDS)).isEqualTo(DEPTH);
			assertThat(runtime.submit(() -> depth(10)).get(60, TimeUnit.SECONDS)).isEqualTo(10);
		}
	}

	@Test
	void whenStackOverflowIsNotCaughtThenTheLoopGoesOn() throws Exception {
		try (CoroutineRuntime runtime = CoroutineRuntime.builder().loops(1).start()) {
			for (int i = 0; i < 20; i++) {
				Coroutine overflowing = runtime.start(() -> {
					Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> {
					});
					depth(DEPTH);
				});
				overflowing.join();
			}
			assertThat(runtime.submit(() -> depth(10)).get(60, TimeUnit.SECONDS)).isEqualTo(10);
		}
	}

	private static int depth(int more) {
		return (more > 0) ? depth(more - 1) + 1 : 0;
	}

}
