package io.coroutine.docs;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.springframework.boot.json.JsonParserFactory;

/**
 * What the modules of this project, and no libraries, say of their properties.
 */
final class PropertyMetadata {

	private PropertyMetadata() {
	}

	/**
	 * Return a section of the metadata of all modules.
	 */
	@SuppressWarnings("unchecked")
	static List<Map<String, Object>> read(String section) throws IOException {
		List<Map<String, Object>> all = new ArrayList<>();
		for (URL file : Collections.list(
				PropertyMetadata.class.getClassLoader().getResources("META-INF/spring-configuration-metadata.json"))) {
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
