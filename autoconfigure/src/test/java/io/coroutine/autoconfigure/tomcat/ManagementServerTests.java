package io.coroutine.autoconfigure.tomcat;

import java.util.ArrayList;
import java.util.List;

import io.coroutine.autoconfigure.Carriers;
import org.apache.coyote.ProtocolHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementContextAutoConfiguration;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.tomcat.autoconfigure.actuate.web.server.TomcatServletManagementContextAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.ApplicationListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CoroutineTomcatManagementConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ManagementServerTests {

	private final List<TomcatWebServer> servers = new ArrayList<>();

	private final WebApplicationContextRunner runner = TomcatApplication.runner()
		.withConfiguration(AutoConfigurations.of(ManagementContextAutoConfiguration.class,
				TomcatServletManagementContextAutoConfiguration.class, EndpointAutoConfiguration.class,
				WebEndpointAutoConfiguration.class, DispatcherServletAutoConfiguration.class,
				WebMvcAutoConfiguration.class))
		.withBean("servers", ApplicationListener.class, () -> (event) -> {
			if (event instanceof WebServerInitializedEvent initialized) {
				this.servers.add((TomcatWebServer) initialized.getWebServer());
			}
		})
		.withBean(WhereEndpoint.class)
		.withPropertyValues("management.server.port=0", "management.endpoints.web.exposure.include=where");

	@Test
	void whenManagementServerIsItsOwnThenItRunsOnTheSameLoops(CapturedOutput output) {
		this.runner.withPropertyValues("spring.threads.virtual.enabled=true").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(this.servers).hasSize(2)
				.extracting(ManagementServerTests::protocol)
				.extracting((protocol) -> protocol.getClass().getSimpleName())
				.containsOnly(TomcatApplication.OURS);
			assertThat(output).containsOnlyOnce("Coroutines run on the event-loop engine")
				.containsOnlyOnce("which win over spring.threads.virtual.enabled")
				.doesNotContain("WARN");
		});
		Carriers.awaitNone();
	}

	@Test
	void whenConnectorIsSwitchedOffThenManagementServerHasTomcatsToo() {
		this.runner.withPropertyValues("coroutine.tomcat.connector.enabled=false")
			.run((context) -> assertThat(this.servers).hasSize(2)
				.extracting(ManagementServerTests::protocol)
				.extracting((protocol) -> protocol.getClass().getSimpleName())
				.containsOnly(TomcatApplication.TOMCATS));
	}

	@Test
	void whenCoroutinesAreSwitchedOffThenManagementServerIsStock() {
		this.runner.withPropertyValues("coroutine.enabled=false")
			.run((context) -> assertThat(this.servers).hasSize(2)
				.extracting(ManagementServerTests::protocol)
				.extracting((protocol) -> protocol.getClass().getSimpleName())
				.containsOnly(TomcatApplication.TOMCATS));
	}

	private static ProtocolHandler protocol(TomcatWebServer server) {
		return server.getTomcat().getConnector().getProtocolHandler();
	}

	@Endpoint(id = "where")
	static class WhereEndpoint {

		@ReadOperation
		boolean inCoroutine() {
			return io.coroutine.Coroutine.current() != null;
		}

	}

}
