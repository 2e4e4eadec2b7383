package io.coroutine;

import java.util.List;

import io.coroutine.internal.jdk.ThreadContext;
import io.coroutine.test.ChildProcess;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Private stacks where the JDK is not open, in a JVM of its own.
 */
class BlockingWithoutOptionTests {

	@Test
	void whenTheOptionIsMissingThenTheCodeHasWhatIsInherited() throws Exception {
		assertThat(ChildProcess.output(Program.class, List.of())).contains(
				"PORTABLE, handed over: false, scoped values: false", "inherited: a, other: null, coroutine: true",
				"afterwards: a, inherited without value: null");
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
			try (CoroutineRuntime runtime = CoroutineRuntime.builder()
				.nativeMeans(false)
				.contextInheritance(inheritance)
				.start()) {
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
