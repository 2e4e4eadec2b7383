package io.coroutine.autoconfigure.admission;

import java.util.List;

import io.coroutine.admission.AdmissionGate;
import io.coroutine.admission.AdmissionGates;
import io.coroutine.admission.AdmissionSnapshot;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RequestAdmissionAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class RequestAdmissionAutoConfigurationTests {

	private final WebApplicationContextRunner runner = AdmissionApplication.runner();

	@Test
	void whenNoBoundIsConfiguredThenThereIsNone() {
		this.runner.withPropertyValues("coroutine.admission.queue-limit=5")
			.run((context) -> assertThat(context).doesNotHaveBean(RequestAdmissionCustomizer.class)
				.doesNotHaveBean(AdmissionGates.class));
	}

	@Test
	void whenBoundIsConfiguredThenRequestsHaveAGate() {
		this.runner.withPropertyValues("coroutine.admission.max-concurrent=7").run((context) -> {
			AdmissionSnapshot gate = AdmissionApplication.gate(context, "requests").snapshot();
			assertThat(gate.limit()).isEqualTo(7);
			assertThat(gate.queueLimit()).isEqualTo(1000);
		});
	}

	@Test
	void whenThreadsOfTomcatAreConfiguredThenTheyAreTheBoundAndLogTells(CapturedOutput output) {
		this.runner.withPropertyValues("server.tomcat.threads.max=9").run((context) -> {
			AdmissionSnapshot gate = AdmissionApplication.gate(context, "requests").snapshot();
			assertThat(gate.limit()).isEqualTo(9);
			assertThat(gate.queueLimit()).isEqualTo(10_000);
			assertThat(output).containsOnlyOnce("At most 9 requests run at once, as server.tomcat.threads.max says")
				.doesNotContain("WARN");
		});
	}

	/**
	 * Tomcat's threads do not look whether the client of a request that waits is there.
	 */
	@Test
	void whenClientsThatGoAreNotToBeNoticedThenTheGateIsTold() {
		RequestAdmissionProperties properties = new RequestAdmissionProperties();
		assertThat(noticesGoneClients(properties, 9)).isFalse();
		properties.setNoticeGoneClients(true);
		assertThat(noticesGoneClients(properties, 9)).isTrue();
		properties.setNoticeGoneClients(null);
		properties.setMaxConcurrent(7);
		assertThat(noticesGoneClients(properties, null)).isTrue();
		properties.setNoticeGoneClients(false);
		assertThat(noticesGoneClients(properties, null)).isFalse();
	}

	private static boolean noticesGoneClients(RequestAdmissionProperties properties, @Nullable Integer threads) {
		AdmissionSettings settings = AdmissionSettings.of(properties, threads);
		assertThat(settings).isNotNull();
		return settings.noticesGoneClients();
	}

	@Test
	void whenClassOfRequestsDoesNotNoticeGoneClientsThenItsGateIsTold() {
		PathAdmissionProperties properties = new PathAdmissionProperties();
		properties.setPaths(List.of("/reports/**"));
		properties.setMaxConcurrent(1);
		assertThat(AdmissionSettings.of("reports", properties).noticesGoneClients()).isTrue();
		properties.setNoticeGoneClients(false);
		assertThat(AdmissionSettings.of("reports", properties).noticesGoneClients()).isFalse();
	}

	@Test
	void whenBothAreConfiguredThenOurPropertyIsTheBound(CapturedOutput output) {
		this.runner.withPropertyValues("server.tomcat.threads.max=9", "coroutine.admission.max-concurrent=7")
			.run((context) -> {
				assertThat(AdmissionApplication.gate(context, "requests").limit()).isEqualTo(7);
				assertThat(output).doesNotContain("server.tomcat.threads.max says");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "coroutine.enabled=false", "coroutine.admission.enabled=false",
			"coroutine.tomcat.enabled=false" })
	void whenItIsSwitchedOffThenThereIsNoGate(String property) {
		this.runner
			.withPropertyValues(property, "server.tomcat.threads.max=9", "coroutine.admission.max-concurrent=7",
					"coroutine.admission.mode=adaptive")
			.run((context) -> assertThat(context).doesNotHaveBean(RequestAdmissionCustomizer.class)
				.doesNotHaveBean(AdmissionGates.class));
	}

	@Test
	void whenModeIsAdaptiveThenLimitBeginsLow() {
		this.runner.withPropertyValues("coroutine.admission.mode=adaptive").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(AdmissionApplication.gate(context, "requests").limit()).isEqualTo(20);
		});
	}

	@Test
	void whenModeIsAdaptiveThenBoundIsTheHighestLimit() {
		this.runner.withPropertyValues("coroutine.admission.mode=adaptive", "coroutine.admission.max-concurrent=3")
			.run((context) -> assertThat(AdmissionApplication.gate(context, "requests").limit()).isEqualTo(3));
	}

	@Test
	void whenLibraryIsMissingThenAdaptiveModeFailsAndSaysWhatToDo() {
		this.runner.withClassLoader(new FilteredClassLoader("com.netflix"))
			.withPropertyValues("coroutine.admission.mode=adaptive")
			.run((context) -> {
				assertThat(context).hasFailed();
				FailureAnalysis analysis = new AdaptiveAdmissionUnavailableFailureAnalyzer()
					.analyze(context.getStartupFailure());
				assertThat(analysis).isNotNull();
				assertThat(analysis.getDescription()).contains("not on the class path");
				assertThat(analysis.getAction()).contains("com.netflix.concurrency-limits:concurrency-limits-core");
			});
	}

	@Test
	void whenLibraryIsMissingThenFixedModeWorks() {
		this.runner.withClassLoader(new FilteredClassLoader("com.netflix"))
			.withPropertyValues("coroutine.admission.max-concurrent=3")
			.run((context) -> assertThat(AdmissionApplication.gate(context, "requests").limit()).isEqualTo(3));
	}

	@Test
	void whenConnectorModuleIsMissingThenThereIsNoGate() {
		this.runner.withClassLoader(new FilteredClassLoader("io.coroutine.tomcat"))
			.withPropertyValues("coroutine.admission.max-concurrent=3")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RequestAdmissionCustomizer.class));
	}

	@Test
	void whenClassesAreConfiguredThenEachHasAGate() {
		this.runner.withPropertyValues("coroutine.admission.classes.reports.paths=/reports/**",
				"coroutine.admission.classes.reports.max-concurrent=2",
				"coroutine.admission.classes.reports.queue-limit=4",
				"coroutine.admission.classes.feeds.paths=/feeds/**", "coroutine.admission.classes.feeds.mode=adaptive")
			.run((context) -> {
				assertThat(context.getBean(AdmissionGates.class).list()).extracting(AdmissionGate::name)
					.containsExactlyInAnyOrder("requests:reports", "requests:feeds");
				AdmissionSnapshot reports = AdmissionApplication.gate(context, "requests:reports").snapshot();
				assertThat(reports.limit()).isEqualTo(2);
				assertThat(reports.queueLimit()).isEqualTo(4);
			});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			max-concurrent=0                                   | max-concurrent
			max-concurrent=1;queue-limit=-1                    | queue-limit
			max-concurrent=1;max-wait=-1s                      | max-wait
			max-concurrent=1;exclude=/{a                       | exclude
			mode=adaptive;adaptive.min-limit=0                 | adaptive.min-limit
			mode=adaptive;adaptive.initial-limit=0             | adaptive.initial-limit
			classes.a.paths=/a                                 | classes.a.max-concurrent
			classes.a.max-concurrent=1                         | classes.a.paths
			classes.a.paths=/{a;classes.a.max-concurrent=1     | classes.a.paths
			classes.a.paths=/a;classes.a.max-concurrent=0      | classes.a.max-concurrent
			classes.a.paths=/a,/a;classes.a.max-concurrent=1   | classes.a.paths
			""")
	void whenValueIsOutOfRangeThenStartFailsAndNamesIt(String properties, String named) {
		String[] values = List.of(properties.split(";"))
			.stream()
			.map((property) -> "coroutine.admission." + property)
			.toArray(String[]::new);
		this.runner.withPropertyValues(values)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
						(ex) -> assertThat(ex.getName()).isEqualTo("coroutine.admission." + named)));
	}

	@Test
	void whenApplicationHasItsOwnGatesThenTheseAreUsed() {
		AdmissionGates own = AdmissionGates.create();
		this.runner.withBean(AdmissionGates.class, () -> own)
			.withPropertyValues("coroutine.admission.max-concurrent=3")
			.run((context) -> assertThat(own.list()).extracting(AdmissionGate::name).containsExactly("requests"));
	}

}
