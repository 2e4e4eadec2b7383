package io.coroutine.autoconfigure.admission;

import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementContextAutoConfiguration;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.tomcat.autoconfigure.actuate.web.server.TomcatServletManagementContextAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.ApplicationListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests of applications with a bound, on all connectors and engines.
 */
class RequestAdmissionTests {

	private final WebApplicationContextRunner runner = AdmissionApplication.runner()
		.withPropertyValues("coroutine.admission.max-concurrent=1", "coroutine.admission.queue-limit=0",
				"coroutine.admission.retry-after=7s");

	private final WebApplicationContextRunner withActuator = this.runner
		.withConfiguration(AutoConfigurations.of(ManagementContextAutoConfiguration.class,
				TomcatServletManagementContextAutoConfiguration.class, EndpointAutoConfiguration.class,
				WebEndpointAutoConfiguration.class, DispatcherServletAutoConfiguration.class,
				WebMvcAutoConfiguration.class))
		.withBean(StateEndpoint.class)
		.withPropertyValues("management.endpoints.web.exposure.include=state");

	private static AdmissionApplication application(AssertableWebApplicationContext context) {
		return new AdmissionApplication(context, Version.HTTP_1_1);
	}

	private static void assertBounded(AdmissionApplication application) throws Exception {
		CompletableFuture<HttpResponse<String>> holder = application.occupy("requests", "/hold/1");
		HttpResponse<String> rejected = application.send("/quick/1").join();
		assertThat(rejected.statusCode()).isEqualTo(503);
		assertThat(rejected.headers().firstValue("Retry-After")).hasValue("7");
		assertThat(application.post("/quick/1", new byte[1_000]).join().statusCode()).isEqualTo(503);
		application.letGo();
		assertThat(holder.join().body()).isEqualTo("held");
	}

	@ParameterizedTest
	@ValueSource(strings = { "coroutine.engine=event-loop", "coroutine.engine=portable",
			"coroutine.tomcat.connector.enabled=false" })
	void whenBoundIsReachedThenOthersAreTurnedAway(String property) {
		this.runner.withPropertyValues(property).run((context) -> {
			try (AdmissionApplication application = application(context)) {
				assertBounded(application);
				assertThat(AdmissionApplication.gate(context, "requests").snapshot().inUse()).isZero();
			}
		});
	}

	@Test
	void whenProtocolIsHttp2ThenRequestsAreBoundedToo() {
		this.runner.withPropertyValues("server.http2.enabled=true").run((context) -> {
			try (AdmissionApplication application = new AdmissionApplication(context, Version.HTTP_2)) {
				assertBounded(application);
				assertThat(application.send("/quick/1").join().version()).isEqualTo(Version.HTTP_2);
			}
		});
	}

	@Test
	void whenApplicationHasAContextPathThenPatternsAreWithinIt() {
		this.runner.withPropertyValues("server.servlet.context-path=/shop", "coroutine.admission.exclude=/quick/free")
			.run((context) -> {
				try (AdmissionApplication application = application(context)) {
					application.occupy("requests", "/shop/hold/1");
					assertThat(application.status("/shop/quick/free")).isEqualTo(200);
					assertThat(application.status("/shop/quick/free/more")).isEqualTo(503);
					assertThat(application.status("/shop/quick/free/../other")).isEqualTo(503);
					assertThat(application.status("/other")).isEqualTo(404);
				}
			});
	}

	@Test
	void whenClassIsFullThenOthersAreServed() {
		this.runner.withPropertyValues("coroutine.admission.classes.slow.paths=/hold/**",
				"coroutine.admission.classes.slow.max-concurrent=1", "coroutine.admission.classes.slow.queue-limit=0",
				"coroutine.admission.classes.special.paths=/hold/special",
				"coroutine.admission.classes.special.max-concurrent=1")
			.run((context) -> {
				try (AdmissionApplication application = application(context)) {
					application.occupy("requests:slow", "/hold/1");
					assertThat(application.status("/hold/2")).isEqualTo(503);
					assertThat(application.status("/quick/1")).isEqualTo(200);
					CompletableFuture<HttpResponse<String>> special = application.occupy("requests:special",
							"/hold/special");
					assertThat(special).isNotDone();
					assertThat(AdmissionApplication.gate(context, "requests").snapshot().inUse()).isZero();
				}
			});
	}

	@Test
	void whenServiceIsFullThenActuatorOnTheSamePortAnswers() {
		this.withActuator.run((context) -> {
			try (AdmissionApplication application = application(context)) {
				application.occupy("requests", "/hold/1");
				assertThat(application.status("/actuator/state")).isEqualTo(200);
				assertThat(application.status("/actuator")).isEqualTo(200);
				assertThat(application.status("/actuatorial")).isEqualTo(503);
			}
		});
	}

	@Test
	void whenActuatorHasAnotherPathThenItAnswers() {
		this.withActuator
			.withPropertyValues("management.endpoints.web.base-path=/", "spring.mvc.servlet.path=/api",
					"server.servlet.context-path=/shop")
			.run((context) -> {
				try (AdmissionApplication application = application(context)) {
					application.occupy("requests", "/shop/hold/1");
					assertThat(application.status("/shop/api/state")).isEqualTo(200);
					assertThat(application.status("/shop/quick/1")).isEqualTo(503);
				}
			});
	}

	@Test
	void whenActuatorHasItsOwnPortThenThatIsNotBounded() {
		List<Integer> ports = new ArrayList<>();
		this.withActuator.withPropertyValues("management.server.port=0")
			.withBean("ports", ApplicationListener.class, () -> (event) -> {
				if (event instanceof WebServerInitializedEvent initialized) {
					ports.add(initialized.getWebServer().getPort());
				}
			})
			.run((context) -> {
				try (AdmissionApplication application = application(context)) {
					application.occupy("requests", "/hold/1");
					assertThat(application.status("/quick/1")).isEqualTo(503);
					assertThat(application.send(ports.getLast(), "/actuator/state").join().statusCode()).isEqualTo(200);
				}
			});
	}

	@Endpoint(id = "state")
	static class StateEndpoint {

		@ReadOperation
		String state() {
			return "fine";
		}

	}

}
