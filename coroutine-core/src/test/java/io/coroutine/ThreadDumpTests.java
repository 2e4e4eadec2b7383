package io.coroutine;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import io.coroutine.internal.loop.EventLoopGroup;
import io.coroutine.snapshot.CoroutineState;
import io.coroutine.test.Live;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the JDK's own tools show of coroutines.
 */
class ThreadDumpTests {

	@TempDir
	private Path directory;

	private String dump(ThreadDumpFormat format) throws Exception {
		Path file = this.directory.resolve(format.name());
		ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpThreads(file.toString(), format);
		String dump = Files.readString(file);
		Files.delete(file);
		return dump;
	}

	/**
	 * What jstack shows, and the endpoint threaddump of Spring Boot.
	 */
	private static List<String> platformThreads() {
		return Arrays.stream(ManagementFactory.getThreadMXBean().dumpAllThreads(false, false))
			.map(ThreadInfo::getThreadName)
			.toList();
	}

	private static void parkUntilCancelled() {
		while (!Thread.currentThread().isInterrupted()) {
			LockSupport.park();
		}
	}

	@ParameterizedTest
	@CsvSource({ "EVENT_LOOP, SHARED", "EVENT_LOOP, PRIVATE", "PORTABLE, SHARED", "PORTABLE, PRIVATE" })
	void whenThreadsAreDumpedThenCoroutinesAreShownByNumberAndName(EngineChoice engine, StackMode mode)
			throws Exception {
		try (CoroutineRuntime runtime = CoroutineRuntime.builder().engine(engine).stackMode(mode).loops(1).start()) {
			Coroutine named = runtime.coroutine().name("orders").start(ThreadDumpTests::parkUntilCancelled);
			Coroutine unnamed = runtime.start(ThreadDumpTests::parkUntilCancelled);
			Live.await(named, (info) -> info.state() == CoroutineState.WAITING);
			Live.await(unnamed, (info) -> info.state() == CoroutineState.WAITING);
			String text = dump(ThreadDumpFormat.TEXT_PLAIN);
			assertThat(text).contains("\n#" + named.id() + " \"orders\" ",
					"\n#" + unnamed.id() + " \"coroutine-" + unnamed.id() + "\" ",
					"ThreadDumpTests.parkUntilCancelled");
			assertThat(dump(ThreadDumpFormat.JSON)).contains("\"name\": \"orders\"",
					"\"name\": \"coroutine-" + unnamed.id() + "\"");
			if (mode == StackMode.PRIVATE) {
				assertThat(platformThreads()).contains("orders", "coroutine-" + unnamed.id());
			}
			else {
				assertThat(platformThreads()).doesNotContain("orders", "coroutine-" + unnamed.id());
			}
			if (engine == EngineChoice.EVENT_LOOP) {
				assertThat(platformThreads()).contains("coroutine-carrier-0", "coroutine-watchdog");
			}
		}
	}

	@Test
	void whenGroupHasNoLoopsThenItIsNotShown() throws Exception {
		EventLoopGroup group = EventLoopGroup.withoutLoops();
		assertThat(dump(ThreadDumpFormat.JSON)).doesNotContain("\"container\": \"coroutines");
		assertThat(group.isStopped()).isTrue();
	}

}
