package io.coroutine.classpath;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that DevTools restarts in the same JVM. Its own classes are loaded anew
 * each time, the starter's are not.
 */
class DevToolsTests {

	private static final int RESTARTS = 10;

	@TempDir
	private Path classes;

	@Test
	void whenItIsRestartedTenTimesThenNothingOfTheOldOnesIsLeft() throws Exception {
		copyClasses();
		Path trigger = Files.createFile(this.classes.resolve("restart"));
		try (Launched application = Launched.java(
				// No spare carrier is borrowed: their number is not a matter of luck
				List.of("-cp", classPath(), "io.coroutine.classpath.Application"),
				"--spring.devtools.restart.trigger-file=restart", "--spring.devtools.restart.poll-interval=60ms",
				"--spring.devtools.restart.quiet-period=20ms", "--coroutine.stall.threshold=1m")) {
			Held before = serve(application, 1);
			assertThat(before.epolls()).isPositive();
			assertThat(before.threads()).isPositive();
			for (int count = 1; count <= RESTARTS; count++) {
				// The trigger has it look for changes: without one there is no restart
				Files.writeString(this.classes.resolve("changed"), "change " + count);
				Files.writeString(trigger, "restart " + count);
				Held after = serve(application, count + 1);
				assertThat(after).isEqualTo(before);
			}
			application.assertEndsQuietly();
		}
	}

	/**
	 * Wait until it is up again, and until it holds what the first one does.
	 */
	private static Held serve(Launched application, int starts) throws Exception {
		application.await("it is up for the " + starts + ". time",
				(line) -> application.lines().stream().filter(Launched::isUp).count() == starts);
		application.assertRunsInCoroutines(application.ports().getLast());
		return Held.by(application.pid());
	}

	/**
	 * DevTools watches folders of the class path.
	 */
	private void copyClasses() throws IOException {
		Path compiled = Launched.builtBy("application", "classes");
		try (Stream<Path> files = Files.walk(compiled)) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				Path copy = this.classes.resolve(compiled.relativize(file));
				Files.createDirectories(copy.getParent());
				Files.copy(file, copy);
			}
		}
	}

	private String classPath() throws IOException {
		String application = Launched.builtBy("application", "app.jar").toString();
		String libraries = Arrays
			.stream(Files.readString(Launched.builtBy("devtools", "class-path")).strip().split(File.pathSeparator))
			.filter((jar) -> !jar.equals(application))
			.collect(Collectors.joining(File.pathSeparator));
		return this.classes + File.pathSeparator + libraries;
	}

}
