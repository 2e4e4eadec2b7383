package io.coroutine.tomcat;

import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class ConnectorSupportTests {

	@Test
	void whenConfiguredAsUsualThenNothingSpeaksAgainst() {
		assertThat(ConnectorSupport.reasonAgainst(new Http11NioProtocol())).isNull();
		assertThat(ConnectorSupport.reasonAgainst(new CoroutineHttp11Protocol())).isNull();
	}

	@Test
	void whenTlsIsEnabledThenReasonNamesIt() {
		Http11NioProtocol protocol = new Http11NioProtocol();
		protocol.setSSLEnabled(true);
		assertThat(ConnectorSupport.reasonAgainst(protocol)).contains("TLS");
	}

	@Test
	void whenHttp2IsEnabledThenReasonNamesIt() {
		Http11NioProtocol protocol = new Http11NioProtocol();
		protocol.addUpgradeProtocol(new Http2Protocol());
		assertThat(ConnectorSupport.reasonAgainst(protocol)).contains("Http2Protocol");
	}

	@Test
	void whenUnixSocketIsConfiguredThenReasonNamesIt() {
		Http11NioProtocol protocol = new Http11NioProtocol();
		protocol.setProperty("unixDomainSocketPath", "test.sock");
		assertThat(ConnectorSupport.reasonAgainst(protocol)).contains("Unix domain socket");
		CoroutineHttp11Protocol coroutines = new CoroutineHttp11Protocol();
		coroutines.setProperty("unixDomainSocketPath", "test.sock");
		assertThat(ConnectorSupport.reasonAgainst(coroutines)).contains("Unix domain socket");
	}

	@Test
	void whenInheritedChannelIsConfiguredThenReasonNamesIt() {
		Http11NioProtocol protocol = new Http11NioProtocol();
		protocol.setProperty("useInheritedChannel", "true");
		assertThat(ConnectorSupport.reasonAgainst(protocol)).contains("inherited channel");
	}

	@Test
	void whenTlsIsEnabledThenConnectorRefusesToStart() throws Exception {
		try (TestServer server = TestServer.ofCoroutines().with((protocol) -> protocol.setSSLEnabled(true))) {
			assertThatExceptionOfType(Exception.class).isThrownBy(server::start)
				.havingRootCause()
				.withMessageContaining("TLS is enabled");
		}
	}

	@Test
	void whenRuntimeIsMissingThenInitSaysSo() {
		CoroutineHttp11Protocol protocol = new CoroutineHttp11Protocol();
		assertThatIllegalStateException().isThrownBy(protocol::init).withMessageContaining("setRuntime");
	}

	@Test
	void whenRuntimeHasNoEventLoopsThenItIsRefused() {
		try (CoroutineRuntime runtime = CoroutineRuntime.builder().engine(EngineChoice.PORTABLE).start()) {
			assertThatIllegalArgumentException().isThrownBy(() -> new CoroutineHttp11Protocol(runtime))
				.withMessageContaining("event-loop engine");
		}
	}

	@Test
	void whenTomcatCreatesProtocolByNameThenItServesWithRuntimeSetLater() {
		Connector connector = new Connector(CoroutineHttp11Protocol.class.getName());
		try (CoroutineRuntime runtime = CoroutineRuntime.builder().engine(EngineChoice.EVENT_LOOP).start()) {
			CoroutineHttp11Protocol protocol = (CoroutineHttp11Protocol) connector.getProtocolHandler();
			protocol.setRuntime(runtime);
			assertThat(protocol.getExecutor()).isNotNull();
		}
	}

	@Test
	void whenExecutorIsSetThenRequestsStillRunInCoroutines() throws Exception {
		try (TestServer server = TestServer.ofCoroutines()
			.serve("/", (request, response) -> response.getWriter().print(io.coroutine.Coroutine.current()))
			.with((protocol) -> {
				protocol.setExecutor(new VirtualThreadExecutor("other-"));
				protocol.setMaxThreads(1);
				protocol.setMinSpareThreads(1);
			})
			.start(); RawClient client = server.connect()) {
			assertThat(client.get("/").text()).startsWith("Coroutine[");
		}
	}

}
