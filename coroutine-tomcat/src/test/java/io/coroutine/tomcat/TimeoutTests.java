package io.coroutine.tomcat;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.coroutine.internal.socket.StreamSocket;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Time-outs. How long they take is not tested, only that they come, or do not.
 */
class TimeoutTests {

	private static final int SHORT = 200;

	private static final int LONG = 3_600_000;

	/** Longer than a client is held up on a busy machine. */
	private static final int PATIENT = 5_000;

	private static TestServer server() throws IOException {
		return TestServer.ofCoroutines().serve("/", (request, response) -> response.getWriter().print("OK"));
	}

	/**
	 * So that no time-out comes before the test wants one, on however busy a machine.
	 */
	private static void waitLong(AbstractHttp11Protocol<?> protocol) {
		protocol.setConnectionTimeout(LONG);
		protocol.setKeepAliveTimeout(LONG);
	}

	@Test
	void whenNothingIsSentThenConnectionTimeoutEndsConnection() throws Exception {
		try (TestServer server = server().with((protocol) -> {
			protocol.setConnectionTimeout(SHORT);
			protocol.setKeepAliveTimeout(LONG);
		}).start(); RawClient client = server.connect()) {
			assertThat(client.isEnded()).isTrue();
			server.awaitNothingLeft();
		}
	}

	@Test
	void whenNoFurtherRequestComesThenKeepAliveTimeoutEndsConnection() throws Exception {
		try (TestServer server = server().with((protocol) -> {
			protocol.setConnectionTimeout(LONG);
			protocol.setKeepAliveTimeout(SHORT);
		}).start(); RawClient client = server.connect()) {
			assertThat(client.get("/").text()).isEqualTo("OK");
			assertThat(client.isEnded()).isTrue();
			server.awaitNothingLeft();
		}
	}

	@Test
	void whenHalfARequestComesThenConnectionTimeoutEndsConnection() throws Exception {
		try (TestServer server = server().with(TimeoutTests::waitLong).start(); RawClient client = server.connect()) {
			assertThat(client.get("/").text()).isEqualTo("OK");
			server.protocol().setConnectionTimeout(SHORT);
			assertThat(client.send("GET / HTTP/1.1\r\nHo").isEnded()).isTrue();
			server.awaitNothingLeft();
		}
	}

	@Test
	void whenClientSendsAByteNowAndThenThenConnectionLivesUntilItStops() throws Exception {
		try (TestServer server = server().with((protocol) -> {
			protocol.setConnectionTimeout(PATIENT);
			protocol.setKeepAliveTimeout(LONG);
		}).start(); RawClient client = server.connect()) {
			client.send("GET / HTTP/1.1\r\nHost: ");
			for (int i = 0; i < 11; i++) {
				Thread.sleep(PATIENT / 10);
				client.send("a");
			}
			client.send("\r\n\r\n");
			assertThat(client.response().text()).isEqualTo("OK");
			server.protocol().setConnectionTimeout(SHORT);
			client.send("GET / HT");
			assertThat(client.isEnded()).isTrue();
			server.awaitNothingLeft();
		}
	}

	@Test
	void whenBodyStopsComingThenReadFailsInTime() throws Exception {
		AtomicReference<IOException> failure = new AtomicReference<>();
		try (TestServer server = TestServer.ofCoroutines().serve("/", (request, response) -> {
			try {
				request.getInputStream().readAllBytes();
			}
			catch (IOException ex) {
				failure.set(ex);
				throw ex;
			}
		}).with(TimeoutTests::waitLong).start(); RawClient client = server.connect()) {
			assertThat(client.get("/").status()).startsWith("HTTP/1.1 200");
			server.protocol().setConnectionTimeout(SHORT);
			client.send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 10\r\n\r\nabc");
			client.all();
			assertThat(failure.get()).hasRootCauseInstanceOf(SocketTimeoutException.class);
			server.awaitNothingLeft();
		}
	}

	@Test
	void whenClientNeverReadsThenWriteFailsInTime() throws Exception {
		CountDownLatch failed = new CountDownLatch(1);
		try (TestServer server = server().serve("/endless", (request, response) -> {
			try {
				while (true) {
					response.getOutputStream().write(new byte[100_000]);
				}
			}
			catch (IOException ex) {
				failed.countDown();
				throw ex;
			}
		}).with(TimeoutTests::waitLong).start(); RawClient client = server.connect()) {
			assertThat(client.get("/").text()).isEqualTo("OK");
			SocketWrapperBase<StreamSocket> connection = server.endpoint().getConnections().iterator().next();
			assertThat(connection.getWriteTimeout()).isEqualTo(LONG);
			connection.setWriteTimeout(SHORT);
			client.send("GET /endless HTTP/1.1\r\nHost: test\r\n\r\n");
			assertThat(failed.await(60, TimeUnit.SECONDS)).isTrue();
			server.awaitNothingLeft();
		}
	}

	@Test
	void whenTimeoutIsOffThenConnectionStays() throws Exception {
		try (TestServer server = server().with((protocol) -> {
			protocol.setConnectionTimeout(-1);
			protocol.setKeepAliveTimeout(-1);
		}).start(); RawClient client = server.connect()) {
			Thread.sleep(300);
			assertThat(client.get("/").text()).isEqualTo("OK");
			Thread.sleep(300);
			assertThat(client.get("/").text()).isEqualTo("OK");
		}
	}

	@Test
	void whenUploadHasItsOwnTimeoutThenThatCounts() throws Exception {
		try (TestServer server = TestServer.ofCoroutines()
			.serve("/",
					(request, response) -> response.getWriter().print(request.getInputStream().readAllBytes().length))
			.with((protocol) -> {
				waitLong(protocol);
				protocol.setDisableUploadTimeout(false);
				protocol.setConnectionUploadTimeout(LONG);
			})
			.start(); RawClient client = server.connect()) {
			assertThat(client.get("/").text()).isEqualTo("0");
			server.protocol().setConnectionTimeout(SHORT);
			client.send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 2\r\n\r\na");
			Thread.sleep(3 * SHORT);
			client.send("b");
			assertThat(client.response().text()).isEqualTo("2");
		}
	}

}
