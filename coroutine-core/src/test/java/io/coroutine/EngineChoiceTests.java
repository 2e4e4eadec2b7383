package io.coroutine;

import java.util.List;

import io.coroutine.test.ChildProcess;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What happens in JVMs that lack what the event-loop engine needs.
 */
class EngineChoiceTests {

	private static final String OPENS = "--add-opens=java.base/java.lang=ALL-UNNAMED";

	private static final String NATIVE = "--enable-native-access=ALL-UNNAMED";

	@Test
	void whenAutoAndBothOptionsThenEventLoopWithoutAnyWord() throws Exception {
		assertThat(run("AUTO", true, OPENS, NATIVE).lines()).containsExactly(
				"EVENT_LOOP: it is available here and has passed its self-test; java.lang is open by options of the JVM");
	}

	@Test
	void whenNoOptionThenEventLoopByNativeMeansAndOneHint() throws Exception {
		assertThat(run("AUTO", true))
			.contains("EVENT_LOOP: it is available here and has passed its self-test; "
					+ "java.lang is open by native means")
			.containsOnlyOnce("WARNING: A restricted method in java.lang.foreign")
			.containsOnlyOnce("INFO: The event-loop engine has opened java.lang by native means")
			.containsOnlyOnce("Add '" + OPENS + " " + NATIVE + "' to the options of the JVM")
			.doesNotContain("WARNING: Coroutines run");
	}

	@Test
	void whenOnlyNativeAccessIsEnabledThenEventLoopWithoutAWarning() throws Exception {
		assertThat(run("EVENT_LOOP", true, NATIVE))
			.contains("EVENT_LOOP: it was asked for; java.lang is open by native means")
			.doesNotContain("WARNING");
	}

	@Test
	void whenOnlyJavaLangIsOpenThenEventLoopAndTheHintTellsOfTheWarningOnly() throws Exception {
		assertThat(run("AUTO", true, OPENS)).contains("EVENT_LOOP")
			.contains("java.lang is open by options of the JVM")
			.containsOnlyOnce("WARNING: A restricted method in java.lang.foreign")
			.containsOnlyOnce("INFO: The event-loop engine runs")
			.doesNotContain("by native means");
	}

	@Test
	void whenNativeAccessIsDeniedThenPortableAndOneWarningNamesTheOptions() throws Exception {
		assertThat(run("AUTO", true, "--illegal-native-access=deny")).containsOnlyOnce("WARNING")
			.contains("PORTABLE: the event-loop engine is not available")
			.contains("native means have not opened it: native access is denied")
			.contains("Add '" + OPENS + " " + NATIVE + "' to the options of the JVM");
	}

	@Test
	void whenNativeAccessIsDeniedAndJavaLangIsOpenThenPortable() throws Exception {
		assertThat(run("AUTO", true, OPENS, "--illegal-native-access=deny")).containsOnlyOnce("WARNING")
			.contains("PORTABLE: the event-loop engine is not available")
			.contains("the JVM option --enable-native-access=ALL-UNNAMED is missing");
	}

	@Test
	void whenNativeMeansAreForbiddenAndJavaLangIsClosedThenPortableAndOneWarningNamesTheOption() throws Exception {
		assertThat(run("AUTO", false, NATIVE)).containsOnlyOnce("WARNING")
			.contains("PORTABLE: the event-loop engine is not available")
			.contains("the JVM option --add-opens=java.base/java.lang=ALL-UNNAMED is missing")
			.contains("Add '" + OPENS + " " + NATIVE + "' to the options of the JVM");
	}

	@Test
	void whenNativeMeansAreForbiddenAndNativeAccessIsOffThenPortableAndOneWarningNamesTheOption() throws Exception {
		assertThat(run("AUTO", false, OPENS)).containsOnlyOnce("WARNING")
			.contains("PORTABLE: the event-loop engine is not available")
			.contains("the JVM option --enable-native-access=ALL-UNNAMED is missing");
	}

	@Test
	void whenEventLoopIsAskedForAndNotAvailableThenTheStartFails() throws Exception {
		assertThat(run("EVENT_LOOP", false, NATIVE))
			.contains("EngineUnavailableException: The event-loop engine is not available")
			.doesNotContain("PORTABLE");
	}

	@Test
	void whenTheFirstRuntimeIsForbiddenNativeMeansThenTheSecondMayUseThem() throws Exception {
		assertThat(ChildProcess.output(TwoRuntimes.class, List.of()).lines()).contains("PORTABLE, no caller, false",
				"EVENT_LOOP, second-caller, true", "EVENT_LOOP, third-caller, true");
	}

	@Test
	void whenPortableIsAskedForThenNoOptionIsNeeded() throws Exception {
		assertThat(run("PORTABLE", true)).contains("PORTABLE: it was asked for").doesNotContain("WARN");
	}

	private static String run(String choice, boolean nativeMeans, String... options) throws Exception {
		return ChildProcess.output(Program.class, List.of(options), choice, String.valueOf(nativeMeans));
	}

	private static CoroutineRuntime start(EngineChoice choice, boolean nativeMeans) {
		return CoroutineRuntime.builder().engine(choice).nativeMeans(nativeMeans).start();
	}

	/**
	 * Runs in the other JVM.
	 */
	static final class Program {

		public static void main(String[] args) throws InterruptedException {
			try (CoroutineRuntime runtime = start(EngineChoice.valueOf(args[0]), Boolean.parseBoolean(args[1]))) {
				runtime.start(() -> System.out.println(runtime.engine() + ": " + runtime.engineReason())).join();
			}
		}

	}

	/**
	 * Looks at everything that needs an open JDK while that is closed, and then opens it.
	 */
	static final class TwoRuntimes {

		public static void main(String[] args) throws Exception {
			try (CoroutineRuntime first = start(EngineChoice.AUTO, false)) {
				Coroutine current = Coroutine.current();
				System.out.println(first.engine() + ", " + ((current != null) ? current : "no caller") + ", "
						+ canHandOver(first));
				first.dump(CoroutineFilter.ALL, 10);
			}
			for (String name : List.of("second-caller", "third-caller")) {
				try (CoroutineRuntime next = start(EngineChoice.AUTO, name.startsWith("second"))) {
					String caller = next.coroutine().name(name).submit(() -> Coroutine.current().name()).get();
					System.out.println(next.engine() + ", " + caller + ", " + canHandOver(next));
				}
			}
		}

		/**
		 * Whether thread-locals come along to a private stack.
		 */
		private static boolean canHandOver(CoroutineRuntime runtime) throws Exception {
			ThreadLocal<Boolean> local = ThreadLocal.withInitial(() -> false);
			return runtime.submit(() -> {
				local.set(true);
				return Blocking.call(local::get);
			}).get();
		}

	}

}
