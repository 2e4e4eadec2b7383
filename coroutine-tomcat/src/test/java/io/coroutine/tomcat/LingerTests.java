package io.coroutine.tomcat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code connectionLinger}, on Tomcat's connector and on ours, which has one loop here
 * that nobody takes over when it is blocked.
 */
class LingerTests {

	private static final int SIZE = 48 * 1024;

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whenClientDoesNotReadAllThenCloseHoldsNobodyUp(boolean stock) throws Exception {
		CountDownLatch served = new CountDownLatch(1);
		TestServer builder = (stock) ? TestServer.ofStock()
				: TestServer.ofCoroutines((runtime) -> runtime.loops(1).stallThreshold(Duration.ofMinutes(10)));
		try (TestServer server = builder.with((protocol) -> {
			protocol.setConnectionLinger(100);
			protocol.setProperty("socket.txBufSize", String.valueOf(4 * SIZE));
		}).serve("/large", (request, response) -> {
			response.setContentLength(SIZE);
			response.getOutputStream().write(new byte[SIZE]);
			served.countDown();
		}).serve("/", (request, response) -> response.getWriter().print("OK")).start(); Socket slow = new Socket()) {
			slow.setReceiveBufferSize(8192);
			slow.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
			slow.getOutputStream()
				.write("GET /large HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n"
					.getBytes(StandardCharsets.US_ASCII));
			assertThat(served.await(1, TimeUnit.MINUTES)).isTrue();
			try (RawClient client = server.connect()) {
				client.socket().setSoTimeout(60_000);
				assertThat(client.get("/").text()).isEqualTo("OK");
			}
			assertThat(slow.getInputStream().readAllBytes().length).isGreaterThan(SIZE);
		}
	}

}
