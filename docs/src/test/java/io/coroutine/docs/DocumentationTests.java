package io.coroutine.docs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the documentation says is there. Java is shown from tests and from the sample,
 * which has tests of its own. The {@code curl} lines of the README are run by the tests
 * of the sample, the tables of properties and meters are checked by the modules that have
 * them.
 */
class DocumentationTests {

	static List<MarkdownFile> pages() throws Exception {
		return MarkdownFile.all();
	}

	@ParameterizedTest
	@MethodSource("pages")
	void whenAPageLinksToAFileThenItExists(MarkdownFile page) {
		assertThat(page.links()).allSatisfy((path) -> assertThat(path).exists());
	}

	@ParameterizedTest
	@MethodSource("pages")
	void whenAPageLinksToASectionThenItExists(MarkdownFile page) {
		assertThat(page.sections())
			.allSatisfy((section) -> assertThat(MarkdownFile.read(section.page()).anchors()).as(section.toString())
				.contains(section.anchor()));
	}

	@Test
	void whenTheReadmeNamesADependencyThenItIsTheStarterOfThisVersion() throws Exception {
		List<String> snippets = readme().snippets("xml");
		assertThat(snippets).hasSize(1);
		assertThat(snippets.getFirst()).contains("<groupId>io.coroutine</groupId>",
				"<artifactId>coroutine-spring-boot-starter</artifactId>",
				"<version>" + projectVersion() + "</version>");
		assertThat(MarkdownFile.root().resolve("starter/pom.xml")).content()
			.contains("<artifactId>coroutine-spring-boot-starter</artifactId>");
	}

	@Test
	void whenTheReadmeNamesADependencyThenANewApplicationIsRunWithIt() throws Exception {
		String application = Files.readString(MarkdownFile.root().resolve("class-paths/new-application/pom.xml"));
		assertThat(withoutIndentation(application)).contains(withoutIndentation(readme().snippets("xml").getFirst()))
			.contains("<artifactId>spring-boot-starter-parent</artifactId>")
			.doesNotContain("Add-Opens", "add-opens", "native-access");
		assertThat(MarkdownFile.root()
			.resolve("class-paths/new-application/src/main/java/com/example/demo/DemoApplication.java")).content()
			.contains("\"Hello from \" + Thread.currentThread()");
		assertThat(readme().text()).contains("\"Hello from \" + Thread.currentThread()");
	}

	@Test
	void whenTheReadmeNamesManifestEntriesThenTheSampleHasTheSame() throws Exception {
		String sample = Files.readString(MarkdownFile.root().resolve("sample-app/pom.xml"));
		List<String> entries = readme().snippets("")
			.stream()
			.filter((snippet) -> snippet.contains("Add-Opens"))
			.flatMap(String::lines)
			.map(String::strip)
			.toList();
		assertThat(entries).hasSize(2).allSatisfy((entry) -> {
			String[] parts = entry.split(": ", 2);
			assertThat(sample).contains("<%1$s>%2$s</%1$s>".formatted(parts[0], parts[1]));
		});
	}

	@Test
	void whenTheReadmeNamesTheTestCommandThenCiRunsIt() throws Exception {
		Path ci = MarkdownFile.root().resolve(".ci/run");
		assertThat(readme().snippets("")).contains("mvn -B -ntp verify\n");
		assertThat(ci).content().contains("\nmvn -B -ntp verify\n");
	}

	@Test
	void whenAPageNamesAScriptThenItExistsAndCanBeRun() throws Exception {
		Pattern script = Pattern.compile("`?\\b(benchmarks/\\w+/run)\\b");
		for (MarkdownFile page : pages()) {
			Matcher matcher = script.matcher(page.text());
			while (matcher.find()) {
				assertThat(MarkdownFile.root().resolve(matcher.group(1))).isExecutable();
			}
		}
	}

	@ParameterizedTest
	@MethodSource("pages")
	void whenAPageShowsJavaThenATestOrTheSampleRunsIt(MarkdownFile page) throws Exception {
		String code = withoutIndentation(sources());
		assertThat(page.snippets("java")).map(DocumentationTests::withoutIndentation)
			.allSatisfy((snippet) -> assertThat(code).contains(snippet));
	}

	@ParameterizedTest
	@MethodSource("pages")
	void whenAPageNamesATestThenItExists(MarkdownFile page) throws Exception {
		Matcher matcher = Pattern.compile("`(\\w+Tests)\\.(when\\w+)`").matcher(page.text());
		while (matcher.find()) {
			String name = matcher.group(1) + ".java";
			String module = (page.path().endsWith("compatibility.md")) ? "class-paths" : "coroutine-core/src/test/java";
			try (Stream<Path> files = Files.walk(MarkdownFile.root().resolve(module))) {
				assertThat(files.filter((path) -> path.endsWith(name))).singleElement()
					.satisfies((path) -> assertThat(path).content().contains("void " + matcher.group(2) + "("));
			}
		}
	}

	private static String sources() throws Exception {
		StringBuilder sources = new StringBuilder();
		try (Stream<Path> tests = Files.walk(Path.of("src/test/java"));
				Stream<Path> sample = Files.walk(MarkdownFile.root().resolve("sample-app/src/main/java"))) {
			Stream<Path> files = Stream.concat(tests.filter((path) -> path.toString().endsWith("Tests.java")),
					sample.filter((path) -> path.toString().endsWith(".java")));
			for (Path file : files.toList()) {
				sources.append(Files.readString(file));
			}
		}
		return sources.toString();
	}

	private static String withoutIndentation(String text) {
		return text.lines().map(String::strip).collect(Collectors.joining("\n"));
	}

	private static MarkdownFile readme() throws Exception {
		return MarkdownFile.read(MarkdownFile.root().resolve("README.md"));
	}

	private static String projectVersion() throws Exception {
		Matcher matcher = Pattern.compile("<version>([^<]+)</version>")
			.matcher(Files.readString(MarkdownFile.root().resolve("pom.xml")));
		assertThat(matcher.find()).isTrue();
		return matcher.group(1);
	}

}
