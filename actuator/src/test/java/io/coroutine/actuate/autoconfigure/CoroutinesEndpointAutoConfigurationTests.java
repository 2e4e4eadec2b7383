package io.coroutine.actuate.autoconfigure;

import java.time.Duration;
import java.util.List;

import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import io.coroutine.Hook;
import io.coroutine.actuate.AdaptiveStackMetrics;
import io.coroutine.actuate.AdmissionMetrics;
import io.coroutine.actuate.CoroutineMetrics;
import io.coroutine.actuate.CoroutinesEndpoint;
import io.coroutine.actuate.FixedHook;
import io.coroutine.admission.AdmissionGate;
import io.coroutine.admission.AdmissionGates;
import io.coroutine.spring.stack.AdaptiveStacks;
import io.coroutine.test.Live;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CoroutinesEndpointAutoConfiguration} and
 * {@link CoroutineMetricsAutoConfiguration}, and for the answers of the endpoint.
 */
@ExtendWith(OutputCaptureExtension.class)
class CoroutinesEndpointAutoConfigurationTests {

	private static final String EXPOSED = "management.endpoints.web.exposure.include=coroutines";

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withUserConfiguration(Application.class);

	@Test
	void whenExposedThenItAnswersJson() {
		this.runner.withUserConfiguration(Runtime.class).withPropertyValues(EXPOSED).run((context) -> {
			CoroutineRuntime runtime = context.getBean(CoroutineRuntime.class);
			runtime.start(() -> {
			}).join();
			Live.awaitNone(runtime);
			MvcTestResult result = MockMvcTester.from(context).get().uri("/actuator/coroutines").exchange();
			assertThat(result).hasStatusOk();
			assertThat(result).bodyJson()
				.isLenientlyEqualTo(
						"""
								{
									"engine": {"name": "event-loop", "reason": "it was asked for; java.lang is open by options of the JVM", "stackMode": "shared"},
									"coroutines": {
										"runnable": 0,
										"running": 0,
										"stackModes": {
											"shared": {"started": 1, "failed": 0},
											"private": {
												"live": 0, "runnable": 0, "running": 0, "waiting": 0,
												"started": 0, "finished": 0, "failed": 0
											}
										}
									},
									"handOvers": {"count": 0, "refused": 0, "extraCarriers": 0},
									"privateStacks": {"inUse": 0, "queued": 0, "rejected": 0},
									"socketsWaiting": {"http-in": 0, "http-idle": 0, "jdbc": 0, "http-out": 0, "other": 0},
									"loops": [{"index": 0, "stalled": false, "stalls": 0, "timers": 0}, {"index": 1}],
									"hooks": [
										{"name": "socket", "inForce": true, "reason": "it is installed"},
										{"name": "tomcat", "inForce": false, "reason": "TLS is configured"}
									]
								}
								""");
			for (String path : new String[] { "coroutines.live", "coroutines.waiting", "switches.count",
					"switches.adopted", "switches.latencyNanoseconds.samples", "switches.latencyNanoseconds.p50",
					"switches.latencyNanoseconds.p99", "switches.latencyNanoseconds.max", "handOvers.spareCarriers",
					"handOvers.spareCarrierLimit", "privateStacks.limit", "loops[0].timeNanoseconds.running",
					"loops[0].timeNanoseconds.polling", "loops[0].timeNanoseconds.sleeping",
					"loops[0].runSliceNanoseconds.p99", "loops[0].queued", "loops[0].started", "loops[0].finished",
					"loops[0].failed", "loops[0].switches", "loops[0].adoptedSwitches", "loops[0].iterations",
					"loops[0].wakeUps", "loops[0].switchLatencyNanoseconds.p99" }) {
				assertThat(result).bodyJson().extractingPath("$." + path).asNumber().isNotNull();
			}
			assertThat(result).bodyJson()
				.extractingPath("$.loops[1].state")
				.asString()
				.isIn("running", "polling", "sleeping");
		});
	}

	@Test
	void whenThereAreGatesThenEndpointShowsThemAndMetersAreBound() {
		AdmissionGates gates = AdmissionGates.create();
		AdmissionGate gate = AdmissionGate.builder("orders", 3).queueLimit(7).build();
		gates.add(gate);
		assertThat(gate.tryAcquire()).isTrue();
		this.runner.withUserConfiguration(Runtime.class)
			.withBean(AdmissionGates.class, () -> gates)
			.withPropertyValues(EXPOSED)
			.run((context) -> {
				MvcTestResult result = MockMvcTester.from(context).get().uri("/actuator/coroutines").exchange();
				assertThat(result).bodyJson()
					.isLenientlyEqualTo(
							"""
									{"gates": [{"name": "orders", "limit": 3, "inUse": 1, "queueLimit": 7, "queued": 0, "admitted": 1,
										"rejected": {"closed": 0, "queue-full": 0, "waited-too-long": 0}, "cancelled": 0, "waited": 0,
										"waitNanoseconds": 0, "longestWaitNanoseconds": 0}]}
									""");
				assertThat(context.getBean(MeterRegistry.class).get("coroutines.admission.in.use").gauge().value())
					.isEqualTo(1);
			});
	}

	@Test
	void whenThereAreNoGatesThenNoMetersAreBoundForThem() {
		this.runner.withUserConfiguration(Runtime.class)
			.run((context) -> assertThat(context).doesNotHaveBean(AdmissionMetrics.class));
	}

	@Test
	void whenMethodIsNotGetThenItIsRefused() {
		this.runner.withUserConfiguration(Runtime.class)
			.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(MockMvcTester.from(context).delete().uri("/actuator/coroutines"))
				.hasStatus(405));
	}

	@Test
	void whenNotExposedThenItIsNotThereAndLogTellsHow(CapturedOutput output) {
		this.runner.withUserConfiguration(Runtime.class).run((context) -> {
			assertThat(context).doesNotHaveBean(CoroutinesEndpoint.class);
			assertThat(MockMvcTester.from(context).get().uri("/actuator/coroutines")).hasStatus(404);
			assertThat(output).containsOnlyOnce("Watch the coroutines at /actuator/coroutines once it is exposed: "
					+ "add 'coroutines' to management.endpoints.web.exposure.include");
		});
	}

	@Test
	void whenAccessIsNoneThenItIsNotThere() {
		this.runner.withUserConfiguration(Runtime.class)
			.withPropertyValues(EXPOSED, "management.endpoint.coroutines.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(CoroutinesEndpoint.class));
	}

	@Test
	void whenPathsAreChangedThenLogTellsTheNewOne(CapturedOutput output) {
		this.runner.withUserConfiguration(Runtime.class)
			.withPropertyValues(EXPOSED, "server.servlet.context-path=/app",
					"management.endpoints.web.base-path=/manage",
					"management.endpoints.web.path-mapping.coroutines=fibers")
			.run((context) -> assertThat(output).contains("Watch the coroutines at /app/manage/fibers"));
	}

	@Test
	void whenManagementServerIsItsOwnThenLogSaysSo(CapturedOutput output) {
		this.runner.withUserConfiguration(Runtime.class)
			.withPropertyValues(EXPOSED, "management.server.port=1", "management.server.base-path=/ops")
			.run((context) -> assertThat(output)
				.contains("Watch the coroutines at /ops/actuator/coroutines of the management server"));
	}

	@Test
	void whenApplicationIsNoWebApplicationThenLogTellsOtherWays(CapturedOutput output) {
		new ApplicationContextRunner().withUserConfiguration(Application.class, Runtime.class)
			.run((context) -> assertThat(output)
				.contains("Watch the coroutines through the meters 'coroutines.*' or CoroutineRuntime.snapshot()"));
	}

	@Test
	void whenThereIsNoRuntimeThenThereIsNoBean(CapturedOutput output) {
		this.runner.withPropertyValues(EXPOSED).run((context) -> {
			assertThat(context).doesNotHaveBean(CoroutinesEndpoint.class)
				.doesNotHaveBean(CoroutineMetrics.class)
				.doesNotHaveBean(EndpointLocationLogger.class);
			assertThat(output).doesNotContain("Watch the coroutines");
		});
	}

	@Test
	void whenThereIsMeterRegistryThenMetersAreBound() {
		this.runner.withUserConfiguration(Runtime.class).run((context) -> {
			assertThat(context).hasSingleBean(CoroutineMetrics.class);
			assertThat(context.getBean(MeterRegistry.class).get("coroutines.hook.active").tag("hook", "tomcat").gauge())
				.isNotNull();
		});
	}

	@Test
	void whenHandlersAdaptThenTheirNumberIsAMeter() {
		this.runner.withUserConfiguration(Runtime.class)
			.run((context) -> assertThat(context).doesNotHaveBean(AdaptiveStackMetrics.class));
		this.runner.withUserConfiguration(Runtime.class, Adaptive.class)
			.run((context) -> assertThat(
					context.getBean(MeterRegistry.class).get("coroutines.stack.adapted").gauge().value())
				.isZero());
	}

	@Test
	void whenMicrometerIsMissingThenEndpointWorksWithoutMeters() {
		this.runner.withUserConfiguration(Runtime.class)
			.withPropertyValues(EXPOSED)
			.withClassLoader(new FilteredClassLoader("io.micrometer", "org.springframework.boot.micrometer"))
			.run((context) -> assertThat(context).hasSingleBean(CoroutinesEndpoint.class)
				.doesNotHaveBean("coroutineMetrics"));
	}

	@Test
	void whenApplicationHasItsOwnMetersThenTheyAreKept() {
		this.runner.withUserConfiguration(Runtime.class)
			.withBean("own", CoroutineMetrics.class,
					() -> CoroutineMetrics.of(CoroutineRuntime.builder().engine(EngineChoice.PORTABLE).start(),
							List.of()))
			.run((context) -> assertThat(context).hasSingleBean(CoroutineMetrics.class).hasBean("own"));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	static class Adaptive {

		@Bean
		AdaptiveStacks adaptiveStacks(CoroutineRuntime runtime) {
			return AdaptiveStacks.of(runtime, 5, Duration.ofMinutes(1));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Runtime {

		@Bean
		CoroutineRuntime runtime() {
			return CoroutineRuntime.builder()
				.engine(EngineChoice.EVENT_LOOP)
				.loops(2)
				// Nobody is to stall, be it that the machine stops it
				.stallThreshold(Duration.ofMinutes(1))
				.start();
		}

		@Bean
		Hook socketHook() {
			return new FixedHook("socket", true, "it is installed");
		}

		@Bean
		Hook tomcatHook() {
			return new FixedHook("tomcat", false, "TLS is configured");
		}

	}

}
