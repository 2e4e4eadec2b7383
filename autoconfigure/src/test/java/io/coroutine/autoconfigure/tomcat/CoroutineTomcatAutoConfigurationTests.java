package io.coroutine.autoconfigure.tomcat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

import io.coroutine.CoroutineRuntime;
import io.coroutine.Hook;
import io.coroutine.autoconfigure.Carriers;
import io.coroutine.autoconfigure.CoroutineAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jetty.autoconfigure.servlet.JettyServletWebServerAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.tomcat.TomcatProtocolHandlerCustomizer;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CoroutineTomcatAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class CoroutineTomcatAutoConfigurationTests {

	private final WebApplicationContextRunner runner = TomcatApplication.runner();

	@Test
	void whenNothingSpeaksAgainstItThenConnectionsAreOnEventLoops(CapturedOutput output) {
		this.runner.run((context) -> {
			assertThat(TomcatApplication.connectorKind(context)).isEqualTo(TomcatApplication.OURS);
			assertThat(TomcatApplication.threadKind(context)).isEqualTo(Probe.COROUTINE);
			assertThat(context.getBean(Hook.class).name()).isEqualTo("tomcat");
			assertThat(context.getBean(Hook.class).status())
				.isEqualTo(new Hook.Status(true, "connections are served on the event loops"));
			assertThat(output).contains("Hooks: tomcat (in force, connections are served on the event loops)")
				.doesNotContain("WARN");
		});
		Carriers.awaitNone();
	}

	@Test
	void whenEngineIsPortableThenRequestsRunInCoroutinesOnTomcatsConnector(CapturedOutput output) {
		this.runner.withPropertyValues("coroutine.engine=portable").run((context) -> {
			assertThat(TomcatApplication.connectorKind(context)).isEqualTo(TomcatApplication.TOMCATS);
			assertThat(TomcatApplication.threadKind(context)).isEqualTo(Probe.COROUTINE);
			assertThat(context.getBean(Hook.class).status())
				.isEqualTo(new Hook.Status(false, "Tomcat's own connector is kept, as the engine has no event loops"));
			assertThat(output).doesNotContain("WARN");
		});
	}

	@Test
	void whenConnectorIsSwitchedOffThenRequestsRunInCoroutinesOnTomcatsConnector(CapturedOutput output) {
		this.runner.withPropertyValues("coroutine.tomcat.connector.enabled=false").run((context) -> {
			assertThat(TomcatApplication.connectorKind(context)).isEqualTo(TomcatApplication.TOMCATS);
			assertThat(TomcatApplication.threadKind(context)).isEqualTo(Probe.COROUTINE);
			assertThat(context.getBean(Hook.class).status().reason())
				.contains("coroutine.tomcat.connector.enabled is false");
			assertThat(output).doesNotContain("WARN");
		});
	}

	@Test
	void whenTomcatIsSwitchedOffThenItIsLeftAlone() {
		this.runner.withPropertyValues("coroutine.tomcat.enabled=false").run((context) -> {
			assertThat(TomcatApplication.connectorKind(context)).isEqualTo(TomcatApplication.TOMCATS);
			assertThat(TomcatApplication.threadKind(context)).isEqualTo(Probe.PLATFORM);
			assertThat(context.getBean(Hook.class).status().reason()).contains("coroutine.tomcat.enabled=false");
		});
	}

	@Test
	void whenCoroutinesAreSwitchedOffThenTomcatIsStock() {
		this.runner.withPropertyValues("coroutine.enabled=false").run((context) -> {
			assertThat(context).doesNotHaveBean(CoroutineTomcatCustomizer.class).doesNotHaveBean(Hook.class);
			assertThat(TomcatApplication.connectorKind(context)).isEqualTo(TomcatApplication.TOMCATS);
			assertThat(TomcatApplication.threadKind(context)).isEqualTo(Probe.PLATFORM);
		});
	}

	@Test
	void whenCoroutinesAreSwitchedOffThenVirtualThreadsAreBoots() {
		this.runner.withPropertyValues("coroutine.enabled=false", "spring.threads.virtual.enabled=true")
			.run((context) -> assertThat(TomcatApplication.threadKind(context)).isEqualTo(Probe.VIRTUAL));
	}

	@Test
	void whenVirtualThreadsAreAskedForThenCoroutinesWinAndSaySo(CapturedOutput output) {
		this.runner.withPropertyValues("spring.threads.virtual.enabled=true").run((context) -> {
			assertThat(TomcatApplication.connectorKind(context)).isEqualTo(TomcatApplication.OURS);
			assertThat(TomcatApplication.threadKind(context)).isEqualTo(Probe.COROUTINE);
			assertThat(output)
				.containsOnlyOnce("Requests run in coroutines, which win over spring.threads.virtual.enabled")
				.doesNotContain("WARN")
				.doesNotContain("VirtualThreadExecutor");
		});
	}

	@Test
	void whenVirtualThreadsAreAskedForThenCoroutinesWinOnTomcatsConnectorToo() {
		this.runner
			.withPropertyValues("spring.threads.virtual.enabled=true", "coroutine.tomcat.connector.enabled=false")
			.run((context) -> assertThat(TomcatApplication.threadKind(context)).isEqualTo(Probe.COROUTINE));
	}

	@Test
	void whenApplicationSetsExecutorThenWarningTellsThatItIsNotUsed(CapturedOutput output) {
		Executor executor = Executors.newVirtualThreadPerTaskExecutor();
		this.runner.withBean(TomcatProtocolHandlerCustomizer.class, () -> (protocol) -> protocol.setExecutor(executor))
			.run((context) -> {
				assertThat(TomcatApplication.connectorKind(context)).isEqualTo(TomcatApplication.OURS);
				assertThat(TomcatApplication.threadKind(context)).isEqualTo(Probe.COROUTINE);
				assertThat(output).containsOnlyOnce("The executor " + executor.getClass().getName()
						+ " that is set for Tomcat is not used, as requests run in coroutines");
			});
	}

	@Test
	void whenCoroutineTomcatIsMissingThenRequestsRunInCoroutinesOnTomcatsConnector() {
		this.runner.withClassLoader(new FilteredClassLoader("io.coroutine.tomcat")).run((context) -> {
			assertThat(TomcatApplication.connectorKind(context)).isEqualTo(TomcatApplication.TOMCATS);
			assertThat(TomcatApplication.threadKind(context)).isEqualTo(Probe.COROUTINE);
			assertThat(context.getBean(Hook.class).status().reason()).contains("coroutine-tomcat");
		});
	}

	@Test
	void whenTomcatIsMissingThenThereIsNoCustomizer() {
		new WebApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(CoroutineAutoConfiguration.class, CoroutineTomcatAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("org.apache.catalina", "org.springframework.boot.tomcat"))
			.run((context) -> assertThat(context).hasSingleBean(CoroutineRuntime.class)
				.doesNotHaveBean("coroutineTomcatCustomizer"));
	}

	@Test
	void whenJettyServesThenItWorksAndHookSaysSo() {
		new WebApplicationContextRunner(AnnotationConfigServletWebServerApplicationContext::new)
			.withConfiguration(AutoConfigurations.of(CoroutineAutoConfiguration.class,
					CoroutineTomcatAutoConfiguration.class, JettyServletWebServerAutoConfiguration.class))
			.withUserConfiguration(TomcatApplication.Servlets.class)
			.withPropertyValues("server.port=0")
			.run((context) -> {
				WebServer server = ((WebServerApplicationContext) context.getSourceApplicationContext()).getWebServer();
				assertThat(TomcatApplication.get(server.getPort()).body()).isEqualTo(Probe.PLATFORM);
				assertThat(context.getBean(Hook.class).status())
					.isEqualTo(new Hook.Status(false, "there is no Tomcat"));
			});
	}

	@Test
	void whenApplicationIsReactiveThenTomcatIsLeftAlone() {
		new ReactiveWebApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(CoroutineAutoConfiguration.class, CoroutineTomcatAutoConfiguration.class))
			.run((context) -> assertThat(context).doesNotHaveBean(CoroutineTomcatCustomizer.class));
	}

	@Test
	void whenThereIsNoWebServerThenThereIsNoCustomizer() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(CoroutineAutoConfiguration.class, CoroutineTomcatAutoConfiguration.class))
			.run((context) -> assertThat(context).hasSingleBean(CoroutineRuntime.class)
				.doesNotHaveBean(CoroutineTomcatCustomizer.class));
	}

	@Test
	void whenPortIsInUseThenStartFailsAndNothingIsLeft() throws Exception {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
			this.runner.withPropertyValues("server.port=" + taken.getLocalPort())
				.run((context) -> assertThat(context).hasFailed());
		}
		Carriers.awaitNone();
	}

	@Test
	void whenContextsFollowEachOtherThenEachServes() {
		for (int i = 0; i < 3; i++) {
			this.runner.run((context) -> assertThat(TomcatApplication.threadKind(context)).isEqualTo(Probe.COROUTINE));
			Carriers.awaitNone();
		}
	}

}
