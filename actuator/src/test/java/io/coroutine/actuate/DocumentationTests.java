package io.coroutine.actuate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import io.coroutine.Hook;
import io.coroutine.admission.AdmissionGate;
import io.coroutine.admission.AdmissionGates;
import io.coroutine.net.NameServiceHook;
import io.coroutine.spring.stack.AdaptiveStacks;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the documentation of the endpoint and the meters.
 */
class DocumentationTests {

	private static final List<String> meterPage = page("watching.md");

	@Test
	void whenMeterExistsThenItIsDocumented() {
		Set<String> documented = meterPage.stream()
			.filter((line) -> line.startsWith("| `coroutines."))
			.collect(Collectors.toCollection(TreeSet::new));
		assertThat(documented).containsExactlyElementsOf(
				meters().map(DocumentationTests::row).collect(Collectors.toCollection(TreeSet::new)));
	}

	@Test
	void whenMeterHasTagThenItsValueIsDocumented() {
		assertThat(meters().flatMap((meter) -> meter.getId().getTags().stream()).distinct())
			.allSatisfy((tag) -> assertThat(meterPage)
				.anySatisfy((line) -> assertThat(line).startsWith("| `" + tag.getKey() + "` | ")
					.contains("`" + tag.getValue() + "`")));
	}

	@Test
	void whenEndpointAnswersThenDocumentationShowsTheSameFields() {
		String text = String.join("\n", page("actuator.md"));
		int start = text.indexOf("```json") + "```json".length();
		JsonNode documented = JsonMapper.shared().readTree(text.substring(start, text.indexOf("```", start)));
		try (CoroutineRuntime runtime = runtime()) {
			JsonNode real = JsonMapper.shared()
				.valueToTree(CoroutinesDescriptor.of(runtime, runtime.snapshot(), gates().list(), hooks()));
			assertThat(fields("", documented)).containsExactlyElementsOf(fields("", real).toList());
		}
	}

	private static Stream<String> fields(String path, JsonNode node) {
		return (node.isContainer()) ? Stream.concat(
				node.propertyStream().flatMap((field) -> fields(path + "." + field.getKey(), field.getValue())),
				node.isArray() ? node.valueStream().flatMap((element) -> fields(path + "[]", element)) : Stream.empty())
				: Stream.of(path);
	}

	private static List<Hook> hooks() {
		return List.of(new FixedHook("name-service", true, ""), new FixedHook("socket", true, ""),
				new FixedHook("tomcat", true, ""));
	}

	private static AdmissionGates gates() {
		AdmissionGates gates = AdmissionGates.create();
		gates.add(AdmissionGate.builder("dataSource", 10).build());
		return gates;
	}

	private static CoroutineRuntime runtime() {
		return CoroutineRuntime.builder().engine(EngineChoice.EVENT_LOOP).loops(1).start();
	}

	private static Stream<Meter> meters() {
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		try (CoroutineRuntime runtime = CoroutineRuntime.builder().engine(EngineChoice.EVENT_LOOP).loops(1).start()) {
			CoroutineMetrics metrics = CoroutineMetrics.of(runtime,
					Stream.concat(hooks().stream(), Stream.of(NameServiceHook.install(runtime))).toList());
			metrics.bindTo(registry);
			metrics.close();
			AdaptiveStackMetrics.of(AdaptiveStacks.of(runtime, 1, Duration.ofMinutes(1))).bindTo(registry);
			AdmissionMetrics.of(gates()).bindTo(registry);
			// Not those that the registry makes of the distribution of timers
			return registry.getMeters().stream().filter((meter) -> meter.getId().syntheticAssociation() == null);
		}
	}

	private static String row(Meter meter) {
		Meter.Id id = meter.getId();
		String tags = id.getTags()
			.stream()
			.map(Tag::getKey)
			.distinct()
			.sorted()
			.map((key) -> "`" + key + "`")
			.collect(Collectors.joining(", "));
		return String.join(" |", "| `" + id.getName() + "`", " " + id.getType().name().toLowerCase(Locale.ROOT),
				(tags.isEmpty()) ? "" : " " + tags, (id.getBaseUnit() != null) ? " " + id.getBaseUnit() : "",
				" " + id.getDescription() + " |");
	}

	private static List<String> page(String name) {
		try {
			return Files.readAllLines(Path.of("..", "docs", name));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
