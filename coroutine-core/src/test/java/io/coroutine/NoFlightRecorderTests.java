package io.coroutine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.coroutine.test.ChildProcess;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An image of the JDK without the module of Java Flight Recorder, in a JVM of its own.
 */
class NoFlightRecorderTests {

	@Test
	void whenFlightRecorderIsNotThereThenAllWorksWithoutIt() throws Exception {
		String output = ChildProcess.output(Program.class, List.of("--limit-modules", "java.base,java.logging",
				"--add-opens=java.base/java.lang=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED"));
		assertThat(output).contains("flight recorder: false", "EVENT_LOOP, handed over: true, rejected: true, done");
	}

	/**
	 * Runs in the other JVM: switches, a stall, private stacks.
	 */
	static final class Program {

		public static void main(String[] args) throws Exception {
			System.out.println("flight recorder: " + ModuleLayer.boot().findModule("jdk.jfr").isPresent());
			AtomicBoolean free = new AtomicBoolean();
			try (CoroutineRuntime runtime = CoroutineRuntime.builder()
				.loops(1)
				.stallThreshold(Duration.ofMillis(5))
				.privateStackLimit(0)
				.start()) {
				Coroutine hog = runtime.start(() -> {
					while (!free.get()) {
						Thread.onSpinWait();
					}
				});
				runtime.start(Coroutine::yield).join();
				boolean rejected = false;
				try {
					runtime.coroutine().stackMode(StackMode.PRIVATE).start(() -> {
					});
				}
				catch (RejectedExecutionException ex) {
					rejected = true;
				}
				free.set(true);
				hog.join();
				System.out.println(runtime.engine() + ", handed over: " + (runtime.snapshot().handOvers() > 0)
						+ ", rejected: " + rejected + ", done");
			}
		}

	}

}
