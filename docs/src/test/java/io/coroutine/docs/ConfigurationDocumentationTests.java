package io.coroutine.docs;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.springframework.boot.json.JsonParserFactory;

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
		for (Map<String, Object> property : metadata("properties")) {
			existing.put((String) property.get("name"),
					property.getOrDefault("defaultValue", "") + ": " + property.get("description"));
		}
		assertThat(documented).isEqualTo(existing).containsKeys("coroutine.enabled", "coroutine.health.max-stall");
	}

	@Test
	void whenPropertyHasConstantsThenHintsDescribeEach() throws IOException {
		assertThat(metadata("hints")).extracting((hint) -> hint.get("name"))
			.contains("coroutine.engine", "coroutine.introspection", "coroutine.stack.mode");
	}

	/**
	 * Return what the modules of this project, and no libraries, say of their properties.
	 */
	@SuppressWarnings("unchecked")
	private static List<Map<String, Object>> metadata(String section) throws IOException {
		List<Map<String, Object>> all = new ArrayList<>();
		for (URL file : Collections.list(ConfigurationDocumentationTests.class.getClassLoader()
			.getResources("META-INF/spring-configuration-metadata.json"))) {
			try (InputStream input = file.openStream()) {
				String json = new String(input.readAllBytes(), StandardCharsets.UTF_8);
				((List<Map<String, Object>>) JsonParserFactory.getJsonParser()
					.parseMap(json)
					.getOrDefault(section, List.of())).stream()
					.filter((entry) -> ((String) entry.get("name")).startsWith("coroutine."))
					.forEach(all::add);
			}
		}
		return all;
	}

}
