package io.coroutine.docs;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of {@code docs/http-clients.md}; its Java is that of the sample.
 */
class HttpClientExampleTests {

	@Test
	void whenThePageShowsTheSizesOfThePoolThenTheyAreTheDefaults() throws Exception {
		List<String> snippets = MarkdownFile.read(MarkdownFile.root().resolve("docs/http-clients.md"))
			.snippets("properties");
		List<String> defaults = PropertyMetadata.read("properties")
			.stream()
			.map((property) -> property.get("name") + "=" + property.get("defaultValue"))
			.toList();
		assertThat(snippets).singleElement().satisfies((snippet) -> assertThat(snippet.lines()).hasSize(2));
		assertThat(defaults).containsAll(snippets.getFirst().lines().toList());
	}

}
