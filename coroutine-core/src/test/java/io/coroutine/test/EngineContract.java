package io.coroutine.test;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;

import io.coroutine.CoroutineRuntime;
import io.coroutine.CoroutineRuntimeBuilder;
import io.coroutine.EngineChoice;
import io.coroutine.internal.scheduler.Scheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A runtime of each engine for a test, after which no coroutine and no descriptor is
 * left.
 */
public abstract class EngineContract {

	public static final Duration LONG = Duration.ofMinutes(2);

	public static final Duration SHORT = Duration.ofMillis(5);

	@Parameter
	public EngineChoice engine;

	public CoroutineRuntime runtime;

	private long filesBefore;

	@BeforeEach
	final void startRuntime() {
		this.filesBefore = OpenFiles.count();
		this.runtime = configure(CoroutineRuntime.builder().engine(this.engine).loops(2)).start();
	}

	/**
	 * Change the settings of the runtime.
	 */
	protected CoroutineRuntimeBuilder configure(CoroutineRuntimeBuilder builder) {
		return builder;
	}

	@AfterEach
	final void closeRuntime() throws Exception {
		try {
			Eventually.isTrue(() -> this.runtime.snapshot().live() == 0);
		}
		catch (AssertionError ex) {
			throw new AssertionError(this.runtime.snapshot() + "\n" + live(), ex);
		}
		assertThat(this.runtime.shutdown(LONG)).isZero();
		OpenFiles.awaitAtMost(this.filesBefore);
	}

	/**
	 * Describe what lives, up to a limit.
	 */
	protected final String live() {
		return Scheduler.behind(this.runtime)
			.live()
			.stream()
			.limit(20)
			.map((fiber) -> fiber.thread() + "\n\t"
					+ Arrays.stream(fiber.thread().getStackTrace())
						.map(StackTraceElement::toString)
						.collect(Collectors.joining("\n\t")))
			.collect(Collectors.joining("\n"));
	}

}
