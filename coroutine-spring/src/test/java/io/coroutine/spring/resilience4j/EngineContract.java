package io.coroutine.spring.resilience4j;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import io.coroutine.test.Eventually;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A runtime of each engine for a test. With event loops there is one, which nobody takes
 * over: what blocks it stops all. No coroutine is left after the test.
 */
@ParameterizedClass
@EnumSource(names = { "EVENT_LOOP", "PORTABLE" })
abstract class EngineContract {

	static final Duration LONG = Duration.ofMinutes(2);

	static final Duration HOUR = Duration.ofHours(1);

	@Parameter
	EngineChoice engine;

	CoroutineRuntime runtime;

	@BeforeEach
	final void startRuntime() {
		this.runtime = CoroutineRuntime.builder().engine(this.engine).loops(1).stallThreshold(HOUR).start();
	}

	@AfterEach
	final void closeRuntime() throws Exception {
		Eventually.isTrue(() -> this.runtime.snapshot().live() == 0);
		assertThat(this.runtime.shutdown(LONG)).isZero();
	}

	/**
	 * Wait for a result, or for what was thrown instead.
	 */
	static <T extends @Nullable Object> T get(Future<T> future) throws Throwable {
		try {
			return future.get(LONG.toSeconds(), TimeUnit.SECONDS);
		}
		catch (ExecutionException ex) {
			throw ex.getCause();
		}
	}

	/**
	 * Run code in a coroutine.
	 */
	final <T extends @Nullable Object> T inCoroutine(Callable<T> code) throws Throwable {
		return get(this.runtime.submit(code));
	}

}
