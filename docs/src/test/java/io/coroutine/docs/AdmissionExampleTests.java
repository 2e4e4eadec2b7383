package io.coroutine.docs;

import java.nio.file.Files;
import java.util.List;

import io.coroutine.admission.AdmissionGate;
import io.coroutine.admission.AdmissionGates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of {@code docs/admission.md}.
 */
class AdmissionExampleTests {

	private static MarkdownFile page() throws Exception {
		return MarkdownFile.read(MarkdownFile.root().resolve("docs/admission.md"));
	}

	@ParameterizedTest
	@CsvSource({ "0, 'AdmissionGate[requests: 0 of 200 in, 0 wait]'",
			"1, 'AdmissionGate[requests: 0 of 200 in, 0 wait] AdmissionGate[requests:reports: 0 of 4 in, 0 wait]'",
			"2, 'AdmissionGate[requests: 0 of 20 in, 0 wait]'" })
	void whenPropertiesAreSetThenThereAreTheseGates(int snippet, String gates) throws Exception {
		List<String> snippets = page().snippets("properties");
		assertThat(snippets).hasSize(3);
		String[] arguments = (snippets.get(snippet) + "server.port=0\n").lines()
			.map((line) -> "--" + line)
			.toArray(String[]::new);
		try (ConfigurableApplicationContext context = SpringApplication.run(Application.class, arguments)) {
			assertThat(context.getBean(AdmissionGates.class).list()).extracting(AdmissionGate::toString)
				.containsExactly(gates.split(" (?=Adm)"));
		}
	}

	@Test
	void whenThePageNamesADependencyThenItIsTheOneThatIsTested() throws Exception {
		assertThat(page().snippets("xml")).singleElement().satisfies((dependency) -> {
			String version = dependency.replaceAll("(?s).*<version>(.*)</version>.*", "$1");
			assertThat(Files.readString(MarkdownFile.root().resolve("pom.xml")))
				.contains("<concurrency-limits.version>" + version + "</concurrency-limits.version>");
		});
	}

	@EnableAutoConfiguration
	static class Application {

	}

}
