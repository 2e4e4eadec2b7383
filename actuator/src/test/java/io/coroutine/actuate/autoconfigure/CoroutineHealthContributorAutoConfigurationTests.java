package io.coroutine.actuate.autoconfigure;

import java.time.Duration;

import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import io.coroutine.actuate.CoroutinesHealthIndicator;
import io.coroutine.admission.AdmissionGate;
import io.coroutine.admission.AdmissionGates;
import io.coroutine.admission.AdmissionRejectedException;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CoroutineHealthContributorAutoConfiguration}.
 */
class CoroutineHealthContributorAutoConfigurationTests {

	private static final String READINESS = "management.endpoint.health.group.readiness.include=readinessState,coroutines";

	private static final String SHEDDING = "coroutine.health.max-shedding=0";

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withUserConfiguration(Application.class);

	@Test
	void whenThereIsRuntimeThenHealthShowsIt() {
		this.runner.withUserConfiguration(Runtime.class)
			.withPropertyValues("management.endpoint.health.show-details=always")
			.run((context) -> {
				MvcTestResult result = MockMvcTester.from(context).get().uri("/actuator/health/coroutines").exchange();
				assertThat(result).hasStatusOk().bodyJson().isEqualTo("""
						{"status": "UP", "details": {"engine": "portable", "stalledLoops": [], "sheddingGates": []}}
						""");
			});
	}

	@Test
	void whenDetailsAreNotShownThenOnlyTheStatusIs() {
		this.runner.withUserConfiguration(Runtime.class)
			.run((context) -> assertThat(started(context).get().uri("/actuator/health")).hasStatusOk()
				.bodyJson()
				.isEqualTo("""
						{"status": "UP", "groups": ["liveness", "readiness"]}
						"""));
	}

	@Test
	void whenNothingIsSaidThenSheddingChangesNeitherReadinessNorLiveness() {
		this.runner.withUserConfiguration(Runtime.class, Shedding.class).withPropertyValues(SHEDDING).run((context) -> {
			MockMvcTester mvc = started(context);
			assertThat(awaitUnavailable(context, mvc, "/actuator/health")).hasStatus(503);
			assertThat(mvc.get().uri("/actuator/health/readiness")).hasStatusOk();
			assertThat(mvc.get().uri("/actuator/health/liveness")).hasStatusOk();
		});
	}

	@Test
	void whenInReadinessGroupThenSheddingMakesItNotReadyAndLeavesItAlive() {
		this.runner.withUserConfiguration(Runtime.class, Shedding.class)
			.withPropertyValues(SHEDDING, READINESS)
			.run((context) -> {
				MockMvcTester mvc = started(context);
				assertThat(awaitUnavailable(context, mvc, "/actuator/health/readiness")).hasStatus(503)
					.bodyJson()
					.extractingPath("$.status")
					.isEqualTo("OUT_OF_SERVICE");
				assertThat(mvc.get().uri("/actuator/health/liveness")).hasStatusOk();
			});
	}

	@Test
	void whenInReadinessGroupAndAllIsWellThenReady() {
		this.runner.withUserConfiguration(Runtime.class)
			.withPropertyValues(READINESS)
			.run((context) -> assertThat(started(context).get().uri("/actuator/health/readiness")).hasStatusOk());
	}

	@Test
	void whenSwitchedOffThenThereIsNoIndicator() {
		this.runner.withUserConfiguration(Runtime.class)
			.withPropertyValues("management.health.coroutines.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(CoroutinesHealthIndicator.class));
	}

	@Test
	void whenAllIndicatorsAreSwitchedOffThenItNeedsItsOwnSwitch() {
		this.runner.withUserConfiguration(Runtime.class)
			.withPropertyValues("management.health.defaults.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(CoroutinesHealthIndicator.class));
		this.runner.withUserConfiguration(Runtime.class)
			.withPropertyValues("management.health.defaults.enabled=false", "management.health.coroutines.enabled=true")
			.run((context) -> assertThat(context).hasSingleBean(CoroutinesHealthIndicator.class));
	}

	@Test
	void whenThereIsNoRuntimeThenThereIsNoIndicator() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(CoroutinesHealthIndicator.class));
	}

	@Test
	void whenHealthIsMissingThenThereIsNoIndicator() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(CoroutineHealthContributorAutoConfiguration.class))
			.withUserConfiguration(Runtime.class)
			.withClassLoader(new FilteredClassLoader(ConditionalOnEnabledHealthIndicator.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("coroutinesHealthIndicator"));
	}

	@Test
	void whenApplicationHasItsOwnIndicatorThenItIsKept() {
		this.runner.withUserConfiguration(Runtime.class)
			.withBean("coroutinesHealthIndicator", HealthIndicator.class, () -> () -> Health.unknown().build())
			.run((context) -> assertThat(context).hasBean("coroutinesHealthIndicator")
				.doesNotHaveBean(CoroutinesHealthIndicator.class));
	}

	@Test
	void whenTimeIsNegativeThenStartFailsAndSaysWhichOne() {
		this.runner.withUserConfiguration(Runtime.class)
			.withPropertyValues("coroutine.health.max-stall=-1s")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (ex) -> {
					assertThat(ex.getName()).isEqualTo("coroutine.health.max-stall");
					assertThat(ex.getReason()).isEqualTo("It must be 0 or more.");
				}));
	}

	/**
	 * Say what a SpringApplication says when it has started.
	 */
	private static MockMvcTester started(AssertableWebApplicationContext context) {
		AvailabilityChangeEvent.publish(context, LivenessState.CORRECT);
		AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
		return MockMvcTester.from(context);
	}

	/**
	 * Have the gate turn callers away until the health tells, which it does while they
	 * come again and again.
	 */
	private static MvcTestResult awaitUnavailable(AssertableWebApplicationContext context, MockMvcTester mvc,
			String path) throws InterruptedException {
		AdmissionGate gate = context.getBean(AdmissionGates.class).list().getFirst();
		long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
		MvcTestResult result = mvc.get().uri(path).exchange();
		while (result.getResponse().getStatus() != 503 && System.nanoTime() - end < 0) {
			assertThatExceptionOfType(AdmissionRejectedException.class).isThrownBy(gate::acquire);
			Thread.sleep(10);
			result = mvc.get().uri(path).exchange();
		}
		return result;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	static class Runtime {

		@Bean
		CoroutineRuntime runtime() {
			return CoroutineRuntime.builder().engine(EngineChoice.PORTABLE).start();
		}

	}

	/**
	 * Has a gate whose only place is taken.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Shedding {

		@Bean
		AdmissionGates gates() {
			AdmissionGates gates = AdmissionGates.create();
			AdmissionGate gate = AdmissionGate.builder("requests", 1).queueLimit(0).build();
			gate.acquireAnyway();
			gates.add(gate);
			return gates;
		}

	}

}
