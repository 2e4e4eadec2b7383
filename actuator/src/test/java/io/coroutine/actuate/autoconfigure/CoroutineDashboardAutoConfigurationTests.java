package io.coroutine.actuate.autoconfigure;

import java.io.UnsupportedEncodingException;
import java.time.Duration;

import com.jayway.jsonpath.JsonPath;
import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import io.coroutine.actuate.dashboard.CoroutineDashboardEndpoint;
import io.coroutine.admission.AdmissionGate;
import io.coroutine.admission.AdmissionGates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.context.WebApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CoroutineDashboardAutoConfiguration}, and for the answers of the
 * endpoint.
 */
@ExtendWith(OutputCaptureExtension.class)
class CoroutineDashboardAutoConfigurationTests {

	private static final String EXPOSED = "management.endpoints.web.exposure.include=coroutine-dashboard";

	private static final String PATH = "/actuator/coroutine-dashboard";

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withUserConfiguration(Application.class);

	@Test
	void whenExposedThenThePageIsThereAndProtected(CapturedOutput output) {
		this.runner.withPropertyValues(EXPOSED).run((context) -> {
			MvcTestResult page = get(context, PATH);
			assertThat(page).hasStatusOk().hasContentTypeCompatibleWith("text/html;charset=UTF-8");
			assertThat(page).bodyText()
				.contains("<title>Coroutines</title>", "coroutine-dashboard/dashboard.js", "data-dumps=\"\"");
			assertProtected(page);
			assertThat(output).doesNotContain("contains invalid characters");
		});
	}

	@ParameterizedTest
	@CsvSource({ "dashboard.js,text/javascript", "dashboard.css,text/css", "icon.svg,image/svg+xml",
			"data,application/json" })
	void whenExposedThenItsPartsAreThereAndProtected(String name, String type) {
		this.runner.withPropertyValues(EXPOSED).run((context) -> {
			MvcTestResult part = get(context, PATH + "/" + name);
			assertThat(part).hasStatusOk().hasContentTypeCompatibleWith(type);
			assertProtected(part);
		});
	}

	private static void assertProtected(MvcTestResult result) {
		assertThat(result)
			.hasHeader("Content-Security-Policy",
					"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
							+ "base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
			.hasHeader("X-Content-Type-Options", "nosniff")
			.hasHeader("X-Frame-Options", "DENY")
			.hasHeader("Referrer-Policy", "no-referrer")
			.hasHeader("Cache-Control", "no-store");
	}

	@ParameterizedTest
	@ValueSource(strings = { "dashboard.html", "package-info.class", "nothing.js", "data/more" })
	void whenPartIsUnknownThenItIsNotFound(String name) {
		this.runner.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(get(context, PATH + "/" + name)).hasStatus(404));
	}

	@Test
	void whenDataIsAskedForThenItTellsAll() {
		this.runner.withPropertyValues(EXPOSED, "spring.application.name=shop").run((context) -> {
			context.getBean(CoroutineRuntime.class).start(() -> {
			}).join();
			AdmissionGate gate = AdmissionGate.builder("orders", 3).queueLimit(7).build();
			gate.acquireAnyway();
			context.getBean(AdmissionGates.class).add(gate);
			MvcTestResult data = get(context, PATH + "/data");
			assertThat(data).bodyJson()
				.isLenientlyEqualTo(
						"""
								{
									"origin": {"application": "shop"},
									"engine": {"name": "event-loop", "reason": "it was asked for; java.lang is open by options of the JVM", "stackMode": "shared"},
									"coroutines": {
										"shared": {"started": 1, "failed": 0},
										"private": {"runnable": 0, "running": 0, "waiting": 0, "started": 0}
									},
									"stacks": {"inUse": 0, "queued": 0, "rejected": 0},
									"loops": [{"index": 0, "stalled": false, "stalls": 0}, {"index": 1}],
									"carriers": {"handOvers": 0, "refused": 0, "extra": 0},
									"stalls": [],
									"waits": {"groups": []},
									"gates": [
										{"name": "orders", "limit": 3, "inUse": 1, "queueLimit": 7, "queued": 0, "admitted": 1,
											"rejected": 0, "cancelled": 0}
									],
									"sockets": {"http-in": 0, "jdbc": 0, "http-out": 0, "other": 0}
								}
								""");
			for (String path : new String[] { "origin.nanos", "loops[0].switches", "loops[0].times.running",
					"loops[1].times.polling", "loops[1].times.sleeping", "carriers.spare", "carriers.limit" }) {
				assertThat(data).bodyJson().extractingPath("$." + path).asNumber().isNotNull();
			}
			assertThat(data).bodyJson().extractingPath("$.switchLatency").asArray().isNotNull();
		});
	}

	@Test
	void whenSeveralLookAtOnceThenTheyShareOneLook() {
		this.runner.withPropertyValues(EXPOSED).run((context) -> {
			long begin = System.nanoTime();
			Object first = nanos(context);
			Object second = nanos(context);
			boolean quick = System.nanoTime() - begin < Duration.ofMillis(900).toNanos();
			assertThat(!quick || first.equals(second)).isTrue();
			long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
			while (nanos(context).equals(first)) {
				assertThat(System.nanoTime() - deadline).as("no new look").isNegative();
				Thread.sleep(20);
			}
		});
	}

	private static Object nanos(ApplicationContext context) {
		return JsonPath.read(body(get(context, PATH + "/data")), "$.origin.nanos");
	}

	private static String body(MvcTestResult result) {
		try {
			return result.getMvcResult().getResponse().getContentAsString();
		}
		catch (UnsupportedEncodingException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void whenNotExposedThenItIsNotThere() {
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=coroutines").run((context) -> {
			assertThat(context).doesNotHaveBean(CoroutineDashboardEndpoint.class);
			assertThat(get(context, PATH)).hasStatus(404);
			assertThat(get(context, PATH + "/data")).hasStatus(404);
			assertThat(get(context, PATH + "/dashboard.js")).hasStatus(404);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "management.endpoint.coroutine-dashboard.access=NONE",
			"management.endpoint.coroutinedashboard.access=NONE", "management.endpoints.access.max-permitted=NONE" })
	void whenAccessIsNoneThenItIsNotThere(String property) {
		this.runner.withPropertyValues(EXPOSED, property).run((context) -> {
			assertThat(context).doesNotHaveBean(CoroutineDashboardEndpoint.class);
			assertThat(get(context, PATH)).hasStatus(404);
		});
	}

	@Test
	void whenMethodIsNotGetThenItIsRefused() {
		this.runner.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(MockMvcTester.from(context).post().uri(PATH + "/data")).hasStatus(405));
	}

	@Test
	void whenPathIsMappedThenThePageIsThere() {
		this.runner
			.withPropertyValues(EXPOSED + ",coroutines",
					"management.endpoints.web.path-mapping.coroutine-dashboard=ops/board",
					"management.endpoints.web.base-path=/manage")
			.run((context) -> {
				assertThat(get(context, "/manage/ops/board")).bodyText()
					.contains("src=\"board/dashboard.js\"", "data-dumps=\"../coroutines\"");
				assertThat(get(context, "/manage/ops/board/dashboard.js")).hasStatusOk();
				assertThat(get(context, PATH)).hasStatus(404);
			});
	}

	@Test
	void whenApplicationIsNoWebApplicationThenThereIsNone() {
		new ApplicationContextRunner().withUserConfiguration(Application.class)
			.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CoroutineDashboardEndpoint.class));
	}

	@Test
	void whenThereIsNoRuntimeThenThereIsNone() {
		new WebApplicationContextRunner().withUserConfiguration(WithoutRuntime.class)
			.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CoroutineDashboardEndpoint.class));
	}

	@Test
	void whenMicrometerIsMissingThenItIsThere() {
		this.runner.withPropertyValues(EXPOSED)
			.withClassLoader(new FilteredClassLoader("io.micrometer", "org.springframework.boot.micrometer"))
			.run((context) -> assertThat(context).hasSingleBean(CoroutineDashboardEndpoint.class));
	}

	private static MvcTestResult get(ApplicationContext context, String path) {
		return MockMvcTester.from((WebApplicationContext) context).get().uri(path).exchange();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class WithoutRuntime {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

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
		AdmissionGates gates() {
			return AdmissionGates.create();
		}

	}

}
