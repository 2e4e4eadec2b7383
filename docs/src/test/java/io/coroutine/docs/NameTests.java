package io.coroutine.docs;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.json.JsonParserFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever name of a property, meter, field or filter is on a page is the name of one.
 * The properties are those of the metadata; the tables of meters and their tags, and the
 * fields and filters of the endpoint, are compared with the code by the tests of
 * {@code actuator}.
 */
class NameTests {

	private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");

	private static final Pattern PROPERTY = Pattern.compile("(?<![\\w./-])coroutine\\.[a-z0-9][a-z0-9.-]*[a-z0-9]");

	private static final Pattern METER = Pattern.compile("coroutines(\\.[a-z]+)+");

	private static final Pattern TAG = Pattern.compile("([a-z.]+)=([\\w-]+)");

	private static final Pattern FILTER = Pattern.compile("[?&](\\w+)=([\\w/-]+)");

	private static final Pattern DOTTED = Pattern.compile("[A-Za-z]+(\\[])?(\\.[\\w\\[\\]-]+)+");

	/** Of Spring Boot and of the JDK, and of ours in Java. */
	private static final Pattern FOREIGN = Pattern.compile("(spring|server|logging|Blocking)\\..*");

	/** The key of observations, the spelling of which is that of a property. */
	private static final Set<String> OTHERS = Set.of("coroutine.id");

	static List<MarkdownFile> pages() throws IOException {
		// A change log names what is no more
		return MarkdownFile.all().stream().filter((page) -> !page.toString().equals("CHANGELOG.md")).toList();
	}

	private static MarkdownFile page(String name) throws IOException {
		return MarkdownFile.read(MarkdownFile.root().resolve("docs").resolve(name));
	}

	private static List<String> code(MarkdownFile page) {
		return CODE.matcher(page.text()).results().map((code) -> code.group(1)).toList();
	}

	@ParameterizedTest
	@MethodSource("pages")
	void whenAPageNamesAPropertyThenThereIsOne(MarkdownFile page) throws IOException {
		Set<String> names = PropertyMetadata.read("properties")
			.stream()
			.map((property) -> (String) property.get("name"))
			.collect(Collectors.toSet());
		assertThat(PROPERTY.matcher(page.text()).results().map(MatchResult::group))
			.allSatisfy((name) -> assertThat(names).anyMatch((known) -> known.equals(name)
					|| known.startsWith(name + ".") || isEntry(name, known) || OTHERS.contains(name)));
	}

	/**
	 * Tell whether the name is that of an entry in a map of properties.
	 */
	private static boolean isEntry(String name, String known) {
		return known.equals("coroutine.admission.classes") && name.startsWith(known + ".");
	}

	@ParameterizedTest
	@MethodSource("pages")
	void whenAPageNamesAMeterThenThereIsOne(MarkdownFile page) throws IOException {
		Set<String> meters = firstColumn(page("watching.md")).collect(Collectors.toSet());
		assertThat(meters).contains("coroutines.live");
		assertThat(code(page).stream()
			.filter((code) -> METER.matcher(code.replace(".*", "")).matches() && !code.matches(".*\\.jf[cr]")))
			.allSatisfy((name) -> assertThat(meters)
				.anyMatch((meter) -> meter.equals(name.replaceFirst("\\.percentile$", ""))
						|| name.endsWith(".*") && meter.startsWith(name.replace("*", ""))));
	}

	@Test
	void whenATagIsNamedThenItsMetersHaveIt() throws IOException {
		String meters = page("watching.md").text();
		List<MatchResult> tags = code(page("troubleshooting.md")).stream()
			.flatMap((code) -> TAG.matcher(code).results().filter((tag) -> tag.group().equals(code)))
			.filter((tag) -> !tag.group(1).startsWith("coroutine.") && !tag.group(1).startsWith("logging."))
			.toList();
		assertThat(tags).isNotEmpty()
			.allSatisfy(
					(tag) -> assertThat(meters.lines().filter((line) -> line.startsWith("| `" + tag.group(1) + "` | ")))
						.singleElement()
						.asString()
						.contains("`" + tag.group(2) + "`"));
	}

	@Test
	void whenAFilterIsNamedThenTheDumpHasIt() throws IOException {
		String endpoint = page("actuator.md").text();
		List<MatchResult> filters = FILTER
			.matcher(String.join(" ", code(page("troubleshooting.md"))) + page("what-hangs.md").text())
			.results()
			.toList();
		assertThat(filters).isNotEmpty().allSatisfy((filter) -> {
			String row = endpoint.lines()
				.filter((line) -> line.startsWith("| `" + filter.group(1) + "` | "))
				.findFirst()
				.orElseThrow(() -> new AssertionError("No filter " + filter.group(1)));
			assertThat(row).satisfiesAnyOf((values) -> assertThat(values).contains("`" + filter.group(2) + "`"),
					(_) -> assertThat(filter.group(1)).isIn("olderThan", "path"));
		});
	}

	@Test
	void whenAFieldIsNamedThenTheEndpointAnswersWithIt() throws IOException {
		Map<String, Object> answer = JsonParserFactory.getJsonParser()
			.parseMap(page("actuator.md").snippets("json").getFirst());
		Set<String> fields = new HashSet<>();
		addFields(fields, "", answer);
		Set<String> dotted = code(page("troubleshooting.md")).stream()
			.filter((code) -> DOTTED.matcher(code).matches())
			.filter((code) -> !FOREIGN.matcher(code).matches() && !code.matches("coroutines?\\..*"))
			.collect(Collectors.toCollection(TreeSet::new));
		assertThat(dotted).isNotEmpty().isSubsetOf(fields);
	}

	@SuppressWarnings("unchecked")
	private static void addFields(Set<String> fields, String prefix, Map<String, Object> object) {
		object.forEach((name, value) -> {
			fields.add(prefix + name);
			if (value instanceof Map<?, ?> inner) {
				addFields(fields, prefix + name + ".", (Map<String, Object>) inner);
			}
			else if (value instanceof List<?> list && !list.isEmpty()) {
				addFields(fields, prefix + name + "[].", (Map<String, Object>) list.getFirst());
			}
		});
	}

	private static Stream<String> firstColumn(MarkdownFile page) {
		return page.text()
			.lines()
			.filter((line) -> line.startsWith("| `coroutines."))
			.map((line) -> line.substring(3, line.indexOf('`', 3)));
	}

}
