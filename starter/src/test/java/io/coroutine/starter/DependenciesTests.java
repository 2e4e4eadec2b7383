package io.coroutine.starter;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the starter brings to an application. Whatever is added to this list can change
 * applications that have not asked for it, as Spring Boot goes by what is on the class
 * path.
 */
class DependenciesTests {

	@Test
	void whenTheStarterIsAddedThenItBringsNoMoreThanIsListedHere() throws IOException {
		assertThat(librariesOfOthers()).containsExactlyInAnyOrder("HdrHistogram", "jctools-core", "jctools-core-jdk11",
				"jspecify", "spring-boot", "spring-boot-autoconfigure", "spring-context", "spring-aop", "spring-beans",
				"spring-core", "spring-expression", "commons-logging", "micrometer-commons", "micrometer-observation");
	}

	/**
	 * Return the names of the jars that the build has written down, without versions. In
	 * a build that makes no jars, the modules of this project are folders.
	 */
	private static List<String> librariesOfOthers() throws IOException {
		return Arrays.stream(Files.readString(Path.of("target", "class-path")).strip().split(File.pathSeparator))
			.map((entry) -> Path.of(entry).getFileName().toString())
			.filter((name) -> name.endsWith(".jar") && !name.startsWith("coroutine-"))
			.map((name) -> name.replaceFirst("-\\d+\\..*", ""))
			.toList();
	}

}
