package io.coroutine.benchmarks.support;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ChildProcess}, {@link Tool} and {@link JavaCommand}.
 */
class ChildProcessTests {

	@TempDir
	private Path logs;

	@Test
	void whenProcessTalksThenItIsHeard() {
		try (ChildProcess process = ChildProcess.talk("echo", this.logs, JavaCommand.of(List.of(), Parrot.class))) {
			process.writeLine("one");
			assertThat(process.readLine()).isEqualTo("one");
			process.writeLine("two");
			assertThat(process.readLine()).isEqualTo("two");
			process.requireAlive();
		}
	}

	@Test
	void whenProcessEndsInsteadOfTalkingThenShowsItsLog() {
		try (ChildProcess process = ChildProcess.talk("silent", this.logs,
				JavaCommand.of(List.of(), Parrot.class, "has no voice"))) {
			assertThatExceptionOfType(BenchmarkException.class).isThrownBy(process::readLine)
				.withMessageContaining("'silent' has ended")
				.withMessageContaining("has no voice");
		}
	}

	@Test
	void whenProcessCannotBeStartedThenSaysSo() {
		assertThatExceptionOfType(BenchmarkException.class)
			.isThrownBy(() -> ChildProcess.start("none", this.logs, List.of("/no/such/program")))
			.withMessageContaining("Cannot start 'none'");
	}

	@Test
	void whenToolIsMissingThenSaysHowToGetIt() throws Exception {
		Tool none = new Tool("no-such-tool", "some-package");
		assertThat(none.isThere()).isFalse();
		assertThatExceptionOfType(BenchmarkException.class).isThrownBy(none::require)
			.withMessage(
					"no-such-tool cannot be run. Install it, " + "for example with \"apt-get install some-package\".");
	}

	/**
	 * Says what it is told.
	 */
	static final class Parrot {

		private Parrot() {
		}

		public static void main(String[] args) throws Exception {
			if (args.length > 0) {
				System.err.println(args[0]);
				return;
			}
			System.in.transferTo(System.out);
		}

	}

}
