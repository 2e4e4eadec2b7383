package io.coroutine;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.coroutine.jdk.ThreadContext;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Private stacks where the JDK is not open, in a JVM of its own.
 */
class BlockingWithoutOptionTests {

	@Test
	void whenTheOptionIsMissingThenTheCodeHasWhatIsInherited() throws Exception {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		Process process = new ProcessBuilder(
				List.of(java, "-cp", System.getProperty("java.class.path"), Program.class.getName()))
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
		assertThat(output).contains("PORTABLE, handed over: false, scoped values: false",
				"inherited: a, other: null, coroutine: true", "afterwards: a, inherited without value: null");
	}

	/**
	 * Runs in the other JVM.
	 */
	static final class Program {

		private static final ThreadLocal<String> INHERITED = new ThreadLocal<>();

		private static final ThreadLocal<String> OTHER = new ThreadLocal<>();

		public static void main(String[] args) throws Exception {
			ContextInheritance inheritance = () -> {
				String value = INHERITED.get();
				return (value != null) ? () -> {
					INHERITED.set(value);
					return INHERITED::remove;
				} : null;
			};
			try (CoroutineRuntime runtime = CoroutineRuntime.builder().contextInheritance(inheritance).start()) {
				System.out.println(runtime.engine() + ", handed over: " + ThreadContext.isAvailable()
						+ ", scoped values: " + ThreadContext.includesScopedValues());
				runtime.start(() -> {
					INHERITED.set("a");
					OTHER.set("b");
					Blocking.run(() -> {
						System.out.println("inherited: " + INHERITED.get() + ", other: " + OTHER.get() + ", coroutine: "
								+ (Coroutine.current() != null));
						INHERITED.set("changed");
					});
					String afterwards = INHERITED.get();
					INHERITED.remove();
					Blocking.run(() -> System.out
						.println("afterwards: " + afterwards + ", inherited without value: " + INHERITED.get()));
				}).join();
			}
		}

	}

}
