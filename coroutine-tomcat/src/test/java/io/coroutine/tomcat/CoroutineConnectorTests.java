package io.coroutine.tomcat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import io.coroutine.Coroutine;
import io.coroutine.test.Eventually;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.coyote.http11.Http11NioProtocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Simple requests, and what they can know of their connection.
 */
class CoroutineConnectorTests {

	private static void hello(HttpServletRequest request, HttpServletResponse response) throws IOException {
		assertThat(Coroutine.current()).isNotNull();
		response.setContentType("text/plain");
		response.getWriter().print("Hello " + request.getParameter("name"));
	}

	private static void echo(HttpServletRequest request, HttpServletResponse response) throws IOException {
		assertThat(Coroutine.current()).isNotNull();
		request.getInputStream().transferTo(response.getOutputStream());
	}

	@Test
	void whenRequestsFollowOnOneConnectionThenEachIsAnswered() throws Exception {
		try (TestServer server = TestServer.ofCoroutines().serve("/hello", CoroutineConnectorTests::hello).start()) {
			try (RawClient client = server.connect()) {
				for (int i = 0; i < 50; i++) {
					RawClient.Response response = client.get("/hello?name=" + i);
					assertThat(response.status()).startsWith("HTTP/1.1 200");
					assertThat(response.text()).isEqualTo("Hello " + i);
				}
				// A loop that looks for another one counts it for a moment
				Eventually.until("one is counted", () -> server.protocol().getConnectionCount() == 1);
			}
			server.awaitNothingLeft();
		}
	}

	@ParameterizedTest
	@CsvSource({ "8080, , 0", "8080, 127.0.0.1, 0", "8080, ::1, 0", "8080, , 1000" })
	void whenPortIsFixedThenTheConnectorIsNamedAsTomcats(int port, String address, int offset) throws Exception {
		List<String> names = new ArrayList<>();
		for (AbstractHttp11Protocol<?> protocol : List.of(new Http11NioProtocol(), new CoroutineHttp11Protocol())) {
			protocol.setPort(port);
			protocol.setPortOffset(offset);
			protocol.setAddress((address != null) ? InetAddress.getByName(address) : null);
			names.add(protocol.getName());
		}
		assertThat(names.get(1)).isEqualTo(names.get(0)).startsWith("\"http-nio-");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 8192, 8193, 100_000, 5_000_000 })
	void whenBodyIsPostedThenItComesBackByteForByte(int size) throws Exception {
		byte[] body = new byte[size];
		new Random(size).nextBytes(body);
		try (TestServer server = TestServer.ofCoroutines()
			.serve("/echo", CoroutineConnectorTests::echo)
			.with((protocol) -> protocol.setMaxSwallowSize(-1))
			.start()) {
			try (RawClient client = server.connect()) {
				for (int i = 0; i < 3; i++) {
					client.send("POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: " + size + "\r\n\r\n");
					Thread sender = Thread.ofPlatform().start(() -> {
						try {
							client.send(body);
						}
						catch (IOException ex) {
							throw new java.io.UncheckedIOException(ex);
						}
					});
					assertThat(Arrays.equals(client.response().body(), body)).isTrue();
					sender.join();
				}
			}
			server.awaitNothingLeft();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.1", "::1" })
	void whenRequestAsksForAddressesThenTheyAreThoseOfTheConnection(String host) throws Exception {
		try (TestServer server = TestServer.ofCoroutines()
			.serve("/", (request, response) -> response.getWriter()
				.print(request.getRemoteAddr() + " " + request.getRemotePort() + " " + request.getLocalAddr() + " "
						+ request.getLocalPort() + " " + request.getRemoteHost() + " " + request.getLocalName()))
			.start(); RawClient client = RawClient.connect(host, server.port())) {
			String address = client.socket().getInetAddress().getHostAddress();
			String[] parts = client.get("/").text().split(" ");
			assertThat(parts).startsWith(address, "" + client.socket().getLocalPort(), address, "" + server.port());
			assertThat(parts[4]).isNotEmpty();
			assertThat(parts[5]).isNotEmpty();
		}
	}

	@Test
	void whenServletFailsThenServerAnswersAndGoesOn() throws Exception {
		try (TestServer server = TestServer.ofCoroutines().serve("/", (request, response) -> {
			throw new StackOverflowError("Test");
		}).serve("/hello", CoroutineConnectorTests::hello).start()) {
			try (RawClient client = server.connect()) {
				assertThat(client.get("/").status()).startsWith("HTTP/1.1 500");
			}
			try (RawClient client = server.connect()) {
				assertThat(client.get("/hello").text().getBytes(StandardCharsets.UTF_8)).isNotEmpty();
			}
			server.awaitNothingLeft();
		}
	}

}
