package io.coroutine.tomcat;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;

import io.coroutine.test.Eventually;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.core.StandardContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Chunked bodies, {@code Expect: 100-continue}, and bodies that come slowly.
 */
class BodyTests {

	private static void echo(HttpServletRequest request, HttpServletResponse response) throws IOException {
		request.getInputStream().transferTo(response.getOutputStream());
	}

	private static TestServer server() throws Exception {
		return TestServer.ofCoroutines().serve("/", BodyTests::echo).start();
	}

	@Test
	void whenChunksComeThenTheyGoBackAsChunks() throws Exception {
		byte[] content = new byte[300_000];
		new Random(1).nextBytes(content);
		try (TestServer server = server()) {
			try (RawClient client = server.connect()) {
				for (int round = 0; round < 3; round++) {
					client.send("POST / HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n");
					Thread sender = Thread.ofPlatform().start(() -> sendChunks(client, content));
					RawClient.Response response = client.response();
					sender.join();
					assertThat(response.headers()).containsEntry("transfer-encoding", "chunked");
					assertThat(response.body()).isEqualTo(content);
				}
			}
			server.awaitNothingLeft();
		}
	}

	private static void sendChunks(RawClient client, byte[] content) {
		Random random = new Random(2);
		try {
			for (int at = 0; at < content.length;) {
				int size = Math.min(1 + random.nextInt(20_000), content.length - at);
				byte[] chunk = new byte[size];
				System.arraycopy(content, at, chunk, 0, size);
				client.send(Integer.toHexString(size) + ";extension=1\r\n").send(chunk).send("\r\n");
				at += size;
			}
			client.send("0\r\n\r\n");
		}
		catch (IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
	}

	@Test
	void whenTrailersComeThenServletSeesThem() throws Exception {
		try (TestServer server = TestServer.ofCoroutines().serve("/", (request, response) -> {
			request.getInputStream().readAllBytes();
			response.getWriter().print(request.getTrailerFields());
		}).with((protocol) -> protocol.setAllowedTrailerHeaders("x-a")).start(); RawClient client = server.connect()) {
			client.send("POST / HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n"
					+ "3\r\nabc\r\n0\r\nX-A: b\r\n\r\n");
			assertThat(client.response().text()).isEqualTo("{X-A=b}");
		}
	}

	@Test
	void whenClientExpectsContinueThenItIsToldToGoOn() throws Exception {
		try (TestServer server = server()) {
			try (RawClient client = server.connect()) {
				for (int round = 0; round < 3; round++) {
					client.send("POST / HTTP/1.1\r\nHost: test\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
					assertThat(client.response().status()).startsWith("HTTP/1.1 100");
					client.send("hello");
					assertThat(client.response().text()).isEqualTo("hello");
				}
			}
			server.awaitNothingLeft();
		}
	}

	@Test
	void whenBodyComesByteByByteThenReadWaits() throws Exception {
		try (TestServer server = server(); RawClient client = server.connect()) {
			client.send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 50\r\n\r\n");
			for (int i = 0; i < 50; i++) {
				client.send("a");
				Thread.sleep(2);
			}
			assertThat(client.response().text()).isEqualTo("a".repeat(50));
		}
	}

	@Test
	void whenClientReadsSlowlyThenWriteWaits() throws Exception {
		byte[] content = new byte[8_000_000];
		new Random(3).nextBytes(content);
		try (TestServer server = TestServer.ofCoroutines().serve("/", (request, response) -> {
			response.setContentLength(content.length);
			response.getOutputStream().write(content);
		}).start()) {
			try (RawClient client = server.connect()) {
				client.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n");
				Thread.sleep(200);
				assertThat(client.response().body()).isEqualTo(content);
			}
			server.awaitNothingLeft();
		}
	}

	@Test
	void whenClientEndsItsSideAfterRequestThenResponseComes() throws Exception {
		try (TestServer server = server(); RawClient client = server.connect()) {
			client.send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 5\r\n\r\nhello");
			client.socket().shutdownOutput();
			assertThat(client.response().text()).isEqualTo("hello");
			assertThat(client.isEnded()).isTrue();
		}
	}

	/**
	 * What nobody reads of a body makes the system reset the connection.
	 */
	@ParameterizedTest(name = "on a connector of Tomcat: {0}")
	@ValueSource(booleans = { false, true })
	void whenAbortedUploadsAreNotSwallowedThenConnectionIsReset(boolean stock) throws Exception {
		try (TestServer server = postingServer(stock)) {
			((StandardContext) server.context()).setSwallowAbortedUploads(false);
			assertReset(server.start());
		}
	}

	@ParameterizedTest(name = "on a connector of Tomcat: {0}")
	@ValueSource(booleans = { false, true })
	void whenNothingIsSwallowedThenConnectionIsReset(boolean stock) throws Exception {
		try (TestServer server = postingServer(stock)) {
			assertReset(server.with((protocol) -> protocol.setMaxSwallowSize(0)).start());
		}
	}

	private static TestServer postingServer(boolean stock) throws IOException {
		TestServer server = (stock) ? TestServer.ofStock() : TestServer.ofCoroutines();
		server.connector().setMaxPostSize(10);
		return server.serve("/", (request, response) -> {
			// The form is too large for that
			request.getParameterMap();
			response.getWriter().print("answered");
		});
	}

	private static void assertReset(TestServer server) throws IOException {
		if (server.protocol() instanceof CoroutineHttp11Protocol) {
			server.endpoint().setLingeringClose(Duration.ofHours(1));
		}
		try (RawClient client = server.connect()) {
			client.send("POST / HTTP/1.1\r\nHost: test\r\nContent-Type: application/x-www-form-urlencoded\r\n"
					+ "Content-Length: 2000000\r\n\r\n" + "a".repeat(100_000));
			Eventually.until("the connection is reset", () -> {
				try {
					client.send("a");
					return false;
				}
				catch (IOException ex) {
					return true;
				}
			});
		}
	}

	@Test
	void whenRequestIsNotReadThenResponseReachesClientBeforeTheEnd() throws Exception {
		try (TestServer server = TestServer.ofCoroutines().serve("/", (request, response) -> {
			response.setStatus(413);
			response.getWriter().print("too much");
		}).with((protocol) -> protocol.setMaxSwallowSize(1_500_000)).start()) {
			server.endpoint().setLingeringClose(Duration.ofMinutes(1));
			try (RawClient client = server.connect()) {
				// Together, as a client that sends more only later is too late
				client.send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 2000000\r\n\r\n" + "a".repeat(2_000_000));
				assertThat(client.response().text()).isEqualTo("too much");
				assertThat(client.isEnded()).isTrue();
			}
			server.awaitNothingLeft();
		}
	}

}
