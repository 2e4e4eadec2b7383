package io.coroutine;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.coroutine.snapshot.CoroutineState;
import io.coroutine.test.ChildProcess;
import io.coroutine.test.Eventually;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What happens when the heap is full, in a JVM of its own.
 */
class OutOfMemoryTests {

	@ParameterizedTest
	@EnumSource(names = { "EVENT_LOOP", "PORTABLE" })
	void whenHeapIsFullThenCreationFailsAndTheLoopsGoOnAfterwards(EngineChoice engine) throws Exception {
		String output = ChildProcess.output(Program.class, List.of("-Xmx32m", "-XX:+UseSerialGC",
				"--add-opens=java.base/java.lang=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED"), engine.name());
		assertThat(output).contains("creation failed", "2000 of 2000 coroutines ended", "0 live")
			.doesNotContain("in thread \"coroutine-watchdog\"", "in thread \"coroutine-carrier");
	}

	/**
	 * Runs in the other JVM.
	 */
	static final class Program {

		private static final AtomicInteger ended = new AtomicInteger();

		public static void main(String[] args) throws Exception {
			CoroutineRuntime runtime = CoroutineRuntime.builder().engine(EngineChoice.valueOf(args[0])).start();
			CountDownLatch free = new CountDownLatch(1);
			run(runtime, free, 1000);
			if (runtime.engine() == Engine.PORTABLE) {
				// The JDK's scheduler may lose one that is about to park in a full heap
				Eventually.until(() -> runtime.coroutines()
					.filter((info) -> info.state() == CoroutineState.WAITING)
					.count() == 1000);
			}
			System.out.println((failsToCreate(runtime)) ? "creation failed" : "creation did not fail");
			free.countDown();
			run(runtime, free, 1000);
			long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
			while ((ended.get() < 2000 || runtime.snapshot().live() > 0) && System.nanoTime() < deadline) {
				Thread.sleep(1);
			}
			System.out.println(ended.get() + " of 2000 coroutines ended, " + runtime.snapshot().live() + " live");
			runtime.close();
		}

		private static void run(CoroutineRuntime runtime, CountDownLatch free, int count) {
			for (int i = 0; i < count; i++) {
				runtime.start(() -> {
					try {
						free.await();
						Thread.sleep(1);
						ended.incrementAndGet();
					}
					catch (InterruptedException ex) {
						Thread.currentThread().interrupt();
					}
				});
			}
		}

		/**
		 * Fill the heap to the brim, try, and let it go.
		 */
		private static boolean failsToCreate(CoroutineRuntime runtime) {
			Object[] hog = new Object[1];
			for (int size = 1024 * 1024; size >= 1; size /= 16) {
				fill(hog, size);
			}
			try {
				for (int i = 0; i < 100_000; i++) {
					runtime.start(() -> {
					});
				}
				return false;
			}
			catch (OutOfMemoryError ex) {
				return true;
			}
			finally {
				hog[0] = null;
			}
		}

		private static void fill(Object[] hog, int size) {
			try {
				while (true) {
					Object[] chunk = new Object[size];
					chunk[0] = hog[0];
					hog[0] = chunk;
				}
			}
			catch (OutOfMemoryError ex) {
				// Full
			}
		}

	}

}
