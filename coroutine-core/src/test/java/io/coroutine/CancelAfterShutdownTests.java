package io.coroutine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.coroutine.test.Eventually;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Cancels coroutines that have outlived their runtime, where an interrupt would do harm.
 */
class CancelAfterShutdownTests {

	@ParameterizedTest
	@EnumSource(names = { "EVENT_LOOP", "PORTABLE" })
	void whenTheRuntimeHasEndedThenOneThatIsCancelledIsInterrupted(EngineChoice engine) throws Exception {
		CoroutineRuntime runtime = CoroutineRuntime.builder().engine(engine).loops(1).start();
		AtomicBoolean stop = new AtomicBoolean();
		AtomicInteger interrupts = new AtomicInteger();
		CompletableFuture<Coroutine> started = new CompletableFuture<>();
		ClassLoader loader = new ClassLoader() {
			@Override
			protected Class<?> findClass(String name) {
				started.complete(Coroutine.current());
				while (!stop.get()) {
					interrupts.addAndGet((Thread.interrupted()) ? 1 : 0);
				}
				return CancelAfterShutdownTests.class;
			}
		};
		Coroutine survivor = runtime.start(() -> {
			try {
				assertThat(loader.loadClass("unknown")).isNotNull();
			}
			catch (ClassNotFoundException ex) {
				throw new AssertionError(ex);
			}
		});
		started.get();
		assertThat(runtime.shutdown(Duration.ZERO)).isOne();
		int before = interrupts.get();
		survivor.cancel();
		Eventually.until(() -> interrupts.get() > before);
		stop.set(true);
		survivor.join();
	}

}
