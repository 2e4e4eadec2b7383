package io.coroutine.classpath;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Ways to start an application, and settings that change how it starts.
 */
class WaysToStartTests {

	private static final String MAIN = "io.coroutine.classpath.Application";

	private static final String USER = "--spring.security.user.password=secret";

	@TempDir
	private static Path temp;

	@Test
	void whenTheJarIsExtractedThenRequestsRunInCoroutinesHoweverItIsStarted() throws Exception {
		Extracted minimal = Extracted.from("minimal", temp.resolve("extracted"));
		try (Launched jar = Launched.java(List.of("-jar", minimal.jar()));
				Launched classPath = Launched.java(List.of("-cp", minimal.classPath(), MAIN))) {
			jar.assertRunsInCoroutines();
			classPath.assertRunsInCoroutines();
			jar.assertEndsQuietly();
			classPath.assertEndsQuietly();
		}
	}

	@Test
	void whenTheJarIsExtractedInLayersThenRequestsRunInCoroutines() throws Exception {
		Path layers = temp.resolve("layers");
		Extracted.from("minimal", layers, "--layers");
		// As in an image: one over the other
		Path image = Files.createDirectory(temp.resolve("image"));
		for (String layer : List.of("dependencies", "snapshot-dependencies", "application")) {
			copy(layers.resolve(layer), image);
		}
		try (Launched application = Launched.java(List.of("-jar", new Extracted(image).jar()))) {
			application.assertRunsInCoroutines();
			application.assertEndsQuietly();
		}
	}

	private static void copy(Path layer, Path image) throws IOException {
		try (Stream<Path> all = Files.walk(layer)) {
			for (Path file : all.filter(Files::isRegularFile).toList()) {
				Path target = image.resolve(layer.relativize(file));
				Files.createDirectories(target.getParent());
				Files.copy(file, target);
			}
		}
	}

	@Test
	void whenOptionsOpenTheJdkThenRequestsRunInCoroutinesAndTheJdkIsSilent() throws Exception {
		try (Launched quiet = Launched.jar("minimal",
				List.of("--add-opens=java.base/java.lang=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED"))) {
			quiet.assertRunsInCoroutines();
			quiet.assertEndsQuietly();
			assertThat(quiet.output()).doesNotContain("WARNING:");
		}
	}

	@Test
	void whenInitializationIsLazyThenRequestsRunInCoroutines() throws Exception {
		try (Launched lazy = Launched.jar("everything", List.of(), USER, "--spring.main.lazy-initialization=true")) {
			lazy.assertRunsInCoroutines();
			assertThat(lazy.get("/connection")).contains("coroutine=true");
			lazy.assertEndsQuietly();
		}
	}

	@Test
	void whenTheManagementPortIsAnotherThenRequestsRunInCoroutinesAndItAnswers() throws Exception {
		try (Launched application = Launched.jar("everything", List.of(), USER, "--management.server.port=0",
				"--management.endpoints.web.exposure.include=*")) {
			application.assertRunsInCoroutines();
			application.await("both servers are up", (line) -> application.ports().size() == 2);
			int management = application.ports().get(1);
			assertThat(application.get(management, "/actuator/coroutines"))
				.contains("\"engine\":{\"name\":\"event-loop\"");
			assertThat(application.output())
				.contains("Watch the coroutines at /actuator/coroutines of the management server");
			application.assertEndsQuietly();
		}
	}

	@Test
	void whenAnArchiveOfClassesIsUsedThenRequestsRunInCoroutines() throws Exception {
		Extracted minimal = Extracted.from("minimal", temp.resolve("archive"));
		Path archive = temp.resolve("app.jsa");
		assertThat(train(minimal, "-XX:ArchiveClassesAtExit=" + archive)).isZero();
		assertServes(minimal, "-XX:SharedArchiveFile=" + archive);
	}

	@Test
	void whenAnAheadOfTimeCacheIsUsedThenRequestsRunInCoroutines() throws Exception {
		Extracted minimal = Extracted.from("minimal", temp.resolve("cache"));
		Path cache = temp.resolve("app.aot");
		assertThat(train(minimal, "-XX:AOTCacheOutput=" + cache)).isZero();
		assertServes(minimal, "-XX:AOTCache=" + cache);
	}

	/**
	 * Run it as Boot's documentation says, up to the refreshed context.
	 */
	private static int train(Extracted application, String option) throws Exception {
		try (Launched training = Launched
			.run(List.of(option, "-Dspring.context.exit=onRefresh", "-jar", application.jar()))) {
			return training.exit();
		}
	}

	private static void assertServes(Extracted application, String option) throws Exception {
		try (Launched fast = Launched.java(List.of(option, "-Xlog:class+load:file=" + application.folder() + "/loaded",
				"-jar", application.jar()))) {
			fast.assertRunsInCoroutines();
			fast.assertEndsQuietly();
		}
		// Not in vain
		assertThat(Files.readString(application.folder().resolve("loaded")))
			.containsPattern("io\\.coroutine\\.CoroutineRuntimeBuilder source: shared objects file");
	}

}
