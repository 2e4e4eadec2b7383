package io.coroutine.compatibility.starter;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.coroutine.compatibility.starter.WithAndWithoutStarter.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.json.JsonParserFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the starter brings to an application is its own, and nothing else.
 */
class BeansTests {

	@RegisterExtension
	static final WithAndWithoutStarter applications = new WithAndWithoutStarter();

	@Test
	void whenTheStarterIsAddedThenAllFurtherJarsAreKnown() throws IOException {
		Set<String> added = jars("class-path-with-starter");
		added.removeAll(jars("class-path-without-starter"));
		assertThat(added).containsExactlyInAnyOrder("coroutine-core", "coroutine-tomcat", "coroutine-spring",
				"coroutine-spring-boot-autoconfigure", "coroutine-spring-boot-actuator",
				"coroutine-spring-boot-starter", "HdrHistogram", "jctools-core", "jctools-core-jdk11");
	}

	@Test
	void whenTheStarterIsAddedThenAllFurtherBeansAreItsOwn() throws Exception {
		List<String> without = list(Variant.WITHOUT, "/inside/beans");
		for (Variant variant : Variant.values()) {
			List<String> with = list(variant, "/inside/beans");
			assertThat(with).as("%s", variant).containsAll(without);
			assertThat(with).as("%s", variant)
				.filteredOn((bean) -> !without.contains(bean))
				.allSatisfy((bean) -> assertThat(bean).matches("io\\.coroutine\\.(actuate\\.)?autoconfigure\\..*"));
		}
		assertThat(list(Variant.OFF, "/inside/beans")).isEqualTo(without);
		assertThat(list(Variant.EVENT_LOOP, "/inside/beans")).anySatisfy((bean) -> assertThat(bean)
			.isEqualTo("io.coroutine.autoconfigure.CoroutineAutoConfiguration coroutineRuntime"));
	}

	@Test
	void whenTheStarterIsAddedThenNoPathIs() throws Exception {
		List<String> without = list(Variant.WITHOUT, "/inside/paths");
		for (Variant variant : Variant.values()) {
			assertThat(list(variant, "/inside/paths")).as("%s", variant).isEqualTo(without);
			assertThat(get(variant, "/actuator").statusCode()).as("%s", variant).isEqualTo(404);
		}
	}

	/**
	 * Return the names of jars, without versions. In a build that makes no jars, those of
	 * this project are folders.
	 */
	private static Set<String> jars(String classPath) throws IOException {
		Pattern folder = Pattern.compile(".*/([^/]+)/target/classes");
		return Arrays.stream(SeparateProcess.classPath(classPath).split(File.pathSeparator)).map((entry) -> {
			var module = folder.matcher(entry);
			String name = (module.matches()) ? module.group(1) : Path.of(entry).getFileName().toString();
			return switch (name) {
				case "actuator", "autoconfigure", "starter" -> "coroutine-spring-boot-" + name;
				default -> name.replaceFirst("-\\d+\\..*", "");
			};
		}).collect(Collectors.toCollection(TreeSet::new));
	}

	private static List<String> list(Variant variant, String path) throws Exception {
		return JsonParserFactory.getJsonParser()
			.parseList(get(variant, path).body())
			.stream()
			.map(String::valueOf)
			.toList();
	}

	private static HttpResponse<String> get(Variant variant, String path) throws Exception {
		try (HttpClient client = HttpClient.newHttpClient()) {
			return client.send(
					HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + applications.port(variant) + path)).build(),
					HttpResponse.BodyHandlers.ofString());
		}
	}

}
