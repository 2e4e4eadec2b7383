package io.coroutine.classpath;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application with everything, processed ahead of time by Boot's own processor.
 */
class AheadOfTimeTests {

	private static final String MAIN = "io.coroutine.classpath.Application";

	private static final String USER = "--spring.security.user.password=secret";

	@TempDir
	private static Path temp;

	private static String classPath = "";

	@BeforeAll
	static void process() throws Exception {
		Extracted everything = Extracted.from("everything", temp.resolve("app"));
		Path sources = temp.resolve("sources");
		Path resources = temp.resolve("resources");
		Path classes = temp.resolve("classes");
		try (Launched processor = Launched.command(new ProcessBuilder(Launched.JAVA, "-XX:TieredStopAtLevel=1", "-cp",
				everything.classPath(), "org.springframework.boot.SpringApplicationAotProcessor", MAIN,
				sources.toString(), resources.toString(), classes.toString(), "io.coroutine", "app"))) {
			assertThat(processor.exit()).as(processor.output()).isZero();
			assertThat(processor.output()).doesNotContain(" WARN ", " ERROR ", "Coroutines run on");
		}
		compile(everything, sources, classes);
		classPath = classes + ":" + resources + ":" + everything.classPath();
	}

	private static void compile(Extracted application, Path sources, Path classes) throws Exception {
		List<String> options = new ArrayList<>(List.of("-proc:none", "-nowarn", "-parameters", "-d", classes.toString(),
				"-cp", application.classPath()));
		try (Stream<Path> files = Files.walk(sources)) {
			files.map(Path::toString).filter((file) -> file.endsWith(".java")).forEach(options::add);
		}
		assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, options.toArray(String[]::new))).isZero();
	}

	@Test
	void whenItIsProcessedAheadOfTimeThenRequestsRunInCoroutines() throws Exception {
		try (Launched processed = start("-Dspring.aot.enabled=true")) {
			processed.assertRunsInCoroutines();
			assertThat(processed.output()).contains("Starting AOT-processed");
			assertThat(processed.get("/connection")).contains("GatedDataSource", "coroutine=true");
			processed.assertEndsQuietly();
		}
	}

	/**
	 * No image is built: the property is what Spring goes by.
	 */
	@Test
	void whenItIsANativeImageThenTheEngineBacksOffAndOneLineTellsIt() throws Exception {
		try (Launched image = start("-Dorg.graalvm.nativeimage.imagecode=runtime")) {
			assertThat(image.get("/where")).startsWith("coroutine=true virtual=true").contains("@ForkJoinPool");
			assertThat(image.get("/connection")).startsWith("42 of ");
			assertThat(image.output())
				.containsOnlyOnce("Coroutines run on the portable engine and shared stacks, as "
						+ "this is a GraalVM native image")
				.contains("socket (not in force");
			image.assertEndsQuietly();
		}
	}

	private static Launched start(String option) throws Exception {
		return Launched.java(List.of(option, "-cp", classPath, MAIN), USER);
	}

}
