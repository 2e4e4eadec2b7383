package io.coroutine.docs;

import java.nio.file.Files;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code docs/limit-load.md} shows is in the sample, whose tests run it.
 */
class LimitLoadExampleTests {

	private static List<String> snippets(String language) throws Exception {
		return MarkdownFile.read(MarkdownFile.root().resolve("docs/limit-load.md")).snippets(language);
	}

	private static List<String> sample(String file) throws Exception {
		return Files.readAllLines(MarkdownFile.root().resolve("sample-app").resolve(file));
	}

	@Test
	void whenThePageShowsPropertiesThenTheSampleHasThem() throws Exception {
		List<String> properties = sample("src/main/resources/application-resilient.properties");
		assertThat(snippets("properties")).isNotEmpty()
			.allSatisfy((snippet) -> assertThat(properties).containsAll(snippet.lines().toList()));
	}

	@Test
	void whenThePageNamesDependenciesThenTheSampleHasThemInTheTestedVersion() throws Exception {
		List<String> dependencies = sample("pom.xml").stream().map(String::strip).toList();
		List<String> shown = snippets("xml").getFirst().lines().map(String::strip).toList();
		assertThat(dependencies).containsAll(shown.stream().filter((line) -> line.startsWith("<artifactId>")).toList());
		assertThat(shown).filteredOn((line) -> line.startsWith("<version>"))
			.map((line) -> line.replace("version", "resilience4j.version"))
			.singleElement()
			.satisfies((version) -> assertThat(MarkdownFile.root().resolve("pom.xml")).content().contains(version));
	}

}
