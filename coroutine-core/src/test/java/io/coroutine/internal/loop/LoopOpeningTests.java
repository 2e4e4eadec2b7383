package io.coroutine.internal.loop;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.coroutine.internal.linux.Epoll;
import io.coroutine.test.ChildProcess;
import io.coroutine.test.Eventually;
import io.coroutine.test.OpenFiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Loops that cannot be opened, or not be run.
 */
class LoopOpeningTests {

	private static final Duration LONG = Duration.ofSeconds(60);

	private long filesBefore;

	@BeforeEach
	void countFiles() {
		this.filesBefore = OpenFiles.count();
	}

	@AfterEach
	void nothingIsLeftOpen() {
		OpenFiles.awaitAtMost(this.filesBefore);
	}

	@Test
	void whenTheKernelDoesNotWatchTheWakeUpThenThereIsNoLoop() throws Exception {
		Epoll closed = Epoll.open();
		closed.close();
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> SleepGate.open(closed));
	}

	@Test
	void whenDescriptorsRunOutThenThoseOfTheLoopsBeforeAreGivenBack() throws Exception {
		String output = ChildProcess.output(ChildProcess.withFewFiles(Shortage.FILES, Shortage.class));
		assertThat(output).contains("given back");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 2 })
	void whenThreadsRunOutThenAllLoopsEnd(int threads) {
		List<Carrier> started = new ArrayList<>();
		AtomicInteger left = new AtomicInteger(threads);
		Consumer<Carrier> starter = (carrier) -> {
			if (left.getAndDecrement() <= 0) {
				throw new OutOfMemoryError("unable to create native thread, says a test");
			}
			started.add(carrier);
			carrier.start();
		};
		assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> EventLoopGroup.start(3, 0, LONG, starter))
			.withMessageContaining("says a test");
		Eventually.until(() -> started.stream().noneMatch(Thread::isAlive));
	}

	/**
	 * Runs in a JVM that may open few files only.
	 */
	static final class Shortage {

		static final int FILES = 160;

		public static void main(String[] arguments) throws Exception {
			// So that all classes are loaded
			openAndClose(2);
			long before = OpenFiles.count();
			for (int loops = FILES / 2; loops < FILES / 2 + 4; loops++) {
				int tooMany = loops;
				assertThatExceptionOfType(IOException.class).isThrownBy(() -> openAndClose(tooMany));
				assertThat(OpenFiles.count()).isEqualTo(before);
			}
			openAndClose(2);
			System.out.println("given back");
		}

		private static void openAndClose(int loops) throws Exception {
			assertThat(EventLoopGroup.start(loops, 0, LONG).stop(LONG)).isTrue();
		}

	}

}
