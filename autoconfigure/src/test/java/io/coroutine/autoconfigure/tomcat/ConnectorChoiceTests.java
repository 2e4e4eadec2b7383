package io.coroutine.autoconfigure.tomcat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import io.coroutine.Hook;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http2.Http2Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.tomcat.TomcatConnectorCustomizer;
import org.springframework.boot.tomcat.TomcatProtocolHandlerCustomizer;
import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;
import org.springframework.web.socket.handler.TextWebSocketHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what makes {@link CoroutineTomcatCustomizer} keep Tomcat's own connector.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConnectorChoiceTests {

	private final WebApplicationContextRunner runner = TomcatApplication.runner();

	@Test
	void whenTlsIsConfiguredThenTomcatsConnectorIsKept(CapturedOutput output, @TempDir Path directory)
			throws Exception {
		Path keys = KeyStores.create(directory);
		this.runner.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
			.withPropertyValues("server.ssl.key-store=" + keys.toUri(),
					"server.ssl.key-store-password=" + KeyStores.PASSWORD)
			.run((context) -> {
				assertThat(TomcatApplication.connectorKind(context)).isEqualTo(TomcatApplication.TOMCATS);
				assertThat(KeyStores.get(TomcatApplication.server(context).getPort(), keys)).isEqualTo(Probe.COROUTINE);
				assertWarned(output, "TLS is configured (server.ssl)");
				assertThat(context.getBean(Hook.class).status()).isEqualTo(
						new Hook.Status(false, "Tomcat's own connector is kept, as TLS is configured (server.ssl)"));
			});
	}

	@Test
	void whenHttp2IsConfiguredThenTomcatsConnectorIsKept(CapturedOutput output) {
		this.runner.withPropertyValues("server.http2.enabled=true").run((context) -> {
			assertThat(TomcatApplication.connectorKind(context)).isEqualTo(TomcatApplication.TOMCATS);
			assertThat(TomcatApplication.threadKind(context)).isEqualTo(Probe.COROUTINE);
			assertWarned(output, "HTTP/2 is configured (server.http2.enabled)");
		});
	}

	@Test
	void whenSeveralThingsSpeakAgainstItThenWarningNamesThemAll(CapturedOutput output) {
		this.runner.withUserConfiguration(WebSocketApplication.class)
			.withPropertyValues("server.http2.enabled=true")
			.run((context) -> assertWarned(output,
					"HTTP/2 is configured (server.http2.enabled) and WebSocket is configured (bean '"));
	}

	@Test
	void whenWebSocketEndpointExistsThenTomcatsConnectorIsKeptAndItWorks(CapturedOutput output) {
		this.runner
			.withConfiguration(
					AutoConfigurations.of(DispatcherServletAutoConfiguration.class, WebMvcAutoConfiguration.class))
			.withUserConfiguration(WebSocketApplication.class)
			.run((context) -> {
				assertThat(TomcatApplication.connectorKind(context)).isEqualTo(TomcatApplication.TOMCATS);
				assertThat(echo(TomcatApplication.server(context).getPort())).isEqualTo("hello");
				assertWarned(output, "WebSocket is configured (bean '");
			});
	}

	@Test
	void whenCustomizerAddsUpgradeProtocolThenTomcatsConnectorIsKept(CapturedOutput output) {
		this.runner
			.withBean(TomcatConnectorCustomizer.class,
					() -> (connector) -> connector.addUpgradeProtocol(new Http2Protocol()))
			.run((context) -> {
				assertThat(TomcatApplication.connectorKind(context)).isEqualTo(TomcatApplication.TOMCATS);
				assertThat(TomcatApplication.threadKind(context)).isEqualTo(Probe.COROUTINE);
				assertWarned(output, "the upgrade protocol " + Http2Protocol.class.getName());
			});
	}

	@Test
	void whenProtocolCustomizerIsForTomcatsProtocolThenThatIsKept(CapturedOutput output) {
		this.runner.withUserConfiguration(NioCustomizer.class).run((context) -> {
			assertThat(TomcatApplication.connectorKind(context)).isEqualTo(TomcatApplication.TOMCATS);
			assertThat(((Http11NioProtocol) TomcatApplication.protocol(context)).getPollerThreadPriority())
				.isEqualTo(3);
			assertWarned(output, "a customizer wants another protocol (");
		});
	}

	@Test
	void whenConnectorCustomizerCastsToTomcatsProtocolThenThatIsKept() {
		this.runner
			.withBean(TomcatConnectorCustomizer.class,
					() -> (connector) -> ((Http11NioProtocol) connector.getProtocolHandler())
						.setPollerThreadPriority(3))
			.run((context) -> assertThat(TomcatApplication.connectorKind(context))
				.isEqualTo(TomcatApplication.TOMCATS));
	}

	@Test
	void whenCustomizerFailsThenApplicationFailsWithItsException() {
		this.runner.withBean(TomcatConnectorCustomizer.class, () -> (connector) -> {
			throw new IllegalStateException("On purpose");
		}).run((context) -> assertThat(context).getFailure().hasRootCauseMessage("On purpose"));
	}

	@Test
	void whenAnotherProtocolIsConfiguredThenItIsKept(CapturedOutput output) {
		this.runner
			.withBean("protocol", WebServerFactoryCustomizer.class,
					() -> (factory) -> ((TomcatWebServerFactory) factory)
						.setProtocol("org.apache.coyote.http11.Http11Nio2Protocol"))
			.run((context) -> {
				assertThat(TomcatApplication.connectorKind(context)).isEqualTo("Http11Nio2Protocol");
				assertThat(TomcatApplication.threadKind(context)).isEqualTo(Probe.PLATFORM);
				assertThat(output)
					.containsOnlyOnce("Tomcat keeps its own connector, as the protocol "
							+ "org.apache.coyote.http11.Http11Nio2Protocol is configured")
					.doesNotContain("all the same")
					.containsOnlyOnce("do not run in coroutines, as its protocol "
							+ "org.apache.coyote.http11.Http11Nio2Protocol insists on threads of its own");
			});
	}

	@Test
	void whenUnixDomainSocketIsConfiguredThenTomcatsConnectorIsKept(@TempDir Path directory) {
		this.runner
			.withBean(TomcatConnectorCustomizer.class,
					() -> (connector) -> connector.setProperty("unixDomainSocketPath",
							directory.resolve("socket").toString()))
			.run((context) -> assertThat(TomcatApplication.connectorKind(context))
				.isEqualTo(TomcatApplication.TOMCATS));
	}

	@Test
	void whenThereAreMoreConnectorsThenTheyAreKeptAndTheirRequestsRunInCoroutines(CapturedOutput output) {
		Connector additional = new Connector();
		additional.setPort(0);
		this.runner
			.withBean("additional", WebServerFactoryCustomizer.class,
					() -> (factory) -> ((TomcatWebServerFactory) factory).addAdditionalConnectors(additional))
			.run((context) -> {
				assertThat(TomcatApplication.connectorKind(context)).isEqualTo(TomcatApplication.OURS);
				assertThat(TomcatApplication.threadKind(context)).isEqualTo(Probe.COROUTINE);
				assertThat(TomcatApplication.get(additional.getLocalPort()).body()).isEqualTo(Probe.COROUTINE);
				assertThat(output).containsOnlyOnce("Tomcat keeps the additional connectors [Connector[");
			});
	}

	private static void assertWarned(CapturedOutput output, String reason) {
		assertThat(output).containsOnlyOnce("Tomcat keeps its own connector, as " + reason)
			.containsOnlyOnce("The requests run in coroutines all the same, but at a higher cost")
			.containsOnlyOnce("WARN");
	}

	private static String echo(int port) throws Exception {
		CompletableFuture<String> answer = new CompletableFuture<>();
		WebSocket.Listener listener = new WebSocket.Listener() {

			@Override
			public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
				answer.complete(data.toString());
				return CompletableFuture.completedStage(null);
			}

		};
		try (HttpClient client = HttpClient.newHttpClient()) {
			WebSocket socket = client.newWebSocketBuilder()
				.buildAsync(URI.create("ws://localhost:" + port + "/echo"), listener)
				.get(1, TimeUnit.MINUTES);
			socket.sendText("hello", true).get(1, TimeUnit.MINUTES);
			String text = answer.get(1, TimeUnit.MINUTES);
			socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(1, TimeUnit.MINUTES);
			socket.abort();
			return text;
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class NioCustomizer {

		@Bean
		TomcatProtocolHandlerCustomizer<Http11NioProtocol> nioCustomizer() {
			return (protocol) -> protocol.setPollerThreadPriority(3);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebSocket
	static class WebSocketApplication implements WebSocketConfigurer {

		@Override
		public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
			registry.addHandler(new TextWebSocketHandler() {

				@Override
				protected void handleTextMessage(WebSocketSession session, TextMessage message) throws Exception {
					session.sendMessage(message);
				}

			}, "/echo");
		}

	}

}
