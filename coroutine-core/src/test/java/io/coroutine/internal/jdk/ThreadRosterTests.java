package io.coroutine.internal.jdk;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import io.coroutine.Coroutine;
import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import io.coroutine.snapshot.CoroutineState;
import io.coroutine.test.ChildProcess;
import io.coroutine.test.Eventually;
import io.coroutine.test.Live;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Thread dumps of the JDK, which show coroutines whether or not the JDK keeps a set of
 * them.
 */
class ThreadRosterTests {

	private static final String ROSTER = "\"container\": \"coroutines";

	@TempDir
	private Path directory;

	private int dumps;

	private String dump() throws Exception {
		return dump(this.directory.resolve("dump" + this.dumps++));
	}

	private static String dump(Path file) throws Exception {
		ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
			.dumpThreads(file.toString(), ThreadDumpFormat.JSON);
		return Files.readString(file);
	}

	@Test
	void whenThreadsAreDumpedThenLiveCoroutinesStandInARosterOfTheirOwn() throws Exception {
		CountDownLatch end = new CountDownLatch(1);
		try (CoroutineRuntime runtime = CoroutineRuntime.builder().engine(EngineChoice.EVENT_LOOP).start()) {
			Coroutine waits = runtime.coroutine().name("waits-for-end").start(() -> {
				try {
					end.await();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			});
			runtime.coroutine().name("has-ended").start(() -> {
			}).join();
			Live.await(waits, (info) -> info.state() == CoroutineState.WAITING);
			// A coroutine leaves the roster a moment after its end
			Eventually.until(() -> runtime.snapshot().live() == 1);
			String dump = dump();
			assertThat(dump).contains("CountDownLatch.await").doesNotContain("has-ended");
			assertThat(dump.substring(dump.indexOf(ROSTER))).contains(ROSTER).contains("waits-for-end");
			assertThat(dump.substring(0, dump.indexOf(ROSTER))).doesNotContain("waits-for-end");
			end.countDown();
			waits.join();
			Eventually.until(() -> runtime.snapshot().live() == 0);
			assertThat(dump()).contains(ROSTER).doesNotContain("waits-for-end");
		}
		assertThat(dump()).doesNotContain(ROSTER);
	}

	@Test
	void whenOnlyJavaLangIsOpenedThenThereIsARosterToo() throws Exception {
		assertThat(ChildProcess.run(Scenario.class, List.of())).containsExactly("EVENT_LOOP, true, true");
	}

	/**
	 * Dumps the threads where nothing opens jdk.internal.vm.
	 */
	static final class Scenario {

		private Scenario() {
		}

		static void main(String[] arguments) throws Exception {
			try (CoroutineRuntime runtime = CoroutineRuntime.builder().start()) {
				Coroutine suspended = runtime.coroutine().name("suspends-itself").create(() -> {
					try {
						Coroutine.suspend();
					}
					catch (InterruptedException ex) {
						Thread.currentThread().interrupt();
					}
				});
				suspended.resume();
				Path directory = Files.createTempDirectory("roster");
				Path file = directory.resolve("dump");
				String dump = dump(file);
				Files.delete(file);
				Files.delete(directory);
				System.out
					.println(runtime.engine() + ", " + dump.contains("suspends-itself") + ", " + dump.contains(ROSTER));
				suspended.resume();
			}
		}

	}

}
