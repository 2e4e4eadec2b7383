package io.coroutine.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the metadata of the properties of all modules, and their table in the
 * documentation.
 */
class ConfigurationDocumentationTests {

	private static final Pattern ROW = Pattern
		.compile("(?m)^\\| `(coroutine\\.[\\w.-]+)` \\| (?:`(.*?)`)? ?\\| (.*) \\|$");

	@Test
	void whenPropertyExistsThenItIsDocumentedWithItsDefault() throws IOException {
		Map<String, String> documented = new TreeMap<>();
		ROW.matcher(Files.readString(MarkdownFile.root().resolve("docs/configuration.md")))
			.results()
			.forEach((row) -> documented.put(row.group(1),
					((row.group(2) != null) ? row.group(2) : "") + ": " + row.group(3)));
		Map<String, String> existing = new TreeMap<>();
		for (Map<String, Object> property : PropertyMetadata.read("properties")) {
			existing.put((String) property.get("name"),
					property.getOrDefault("defaultValue", "") + ": " + property.get("description"));
		}
		assertThat(documented).isEqualTo(existing).containsKeys("coroutine.enabled", "coroutine.health.max-stall");
	}

	@Test
	void whenPropertyHasConstantsThenHintsDescribeEach() throws IOException {
		assertThat(PropertyMetadata.read("hints")).extracting((hint) -> hint.get("name"))
			.contains("coroutine.engine", "coroutine.introspection", "coroutine.stack.mode");
	}

}
