package io.coroutine.tomcat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import io.coroutine.test.Eventually;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Pause, graceful shutdown as by Spring Boot, stop with requests under way, restart.
 */
class LifecycleTests {

	private final CountDownLatch entered = new CountDownLatch(1);

	private final CountDownLatch release = new CountDownLatch(1);

	private final AtomicBoolean interrupted = new AtomicBoolean();

	private TestServer server() throws IOException {
		return TestServer.ofCoroutines()
			.serve("/", (request, response) -> response.getWriter().print("OK"))
			.serve("/wait", this::waitForRelease)
			// So that no connection ends for another reason
			.with((protocol) -> protocol.setConnectionTimeout(3_600_000));
	}

	private void waitForRelease(HttpServletRequest request, HttpServletResponse response) throws IOException {
		this.entered.countDown();
		try {
			assertThat(this.release.await(60, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			this.interrupted.set(true);
		}
		response.getWriter().print("waited");
	}

	/**
	 * As Spring Boot does: the connector is bound when it starts.
	 */
	private TestServer bound() throws Exception {
		TestServer server = server();
		server.connector().setProperty("bindOnInit", "false");
		return server.start();
	}

	@Test
	void whenConnectorIsPausedThenNewConnectionsWaitUntilItResumes() throws Exception {
		try (TestServer server = server().start()) {
			server.connector().pause();
			try (RawClient client = server.connect()) {
				client.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n");
				Thread.sleep(100);
				assertThat(server.protocol().getConnectionCount()).isZero();
				server.connector().resume();
				assertThat(client.response().text()).isEqualTo("OK");
			}
			server.awaitNothingLeft();
		}
	}

	@Test
	void whenConnectorIsPausedThenIdleConnectionEndsAtNextRequest() throws Exception {
		try (TestServer server = server().start(); RawClient client = server.connect()) {
			assertThat(client.get("/").text()).isEqualTo("OK");
			server.connector().pause();
			assertThat(client.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n").isEnded()).isTrue();
		}
	}

	@Test
	void whenShutDownGracefullyThenRequestUnderWayIsAnsweredAndIdleConnectionsEnd() throws Exception {
		try (TestServer server = bound();
				RawClient idle = server.connect();
				RawClient fresh = server.connect();
				RawClient busy = server.connect()) {
			int port = server.port();
			assertThat(idle.get("/").text()).isEqualTo("OK");
			busy.send("GET /wait HTTP/1.1\r\nHost: test\r\n\r\n");
			assertThat(this.entered.await(60, TimeUnit.SECONDS)).isTrue();
			Eventually.until("all are accepted", () -> server.protocol().getConnectionCount() == 3);
			server.connector().pause();
			server.protocol().closeServerSocketGraceful();
			assertThat(idle.isEnded()).isTrue();
			assertThat(fresh.isEnded()).isTrue();
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> RawClient.connect("127.0.0.1", port));
			this.release.countDown();
			RawClient.Response response = busy.response();
			assertThat(response.text()).isEqualTo("waited");
			assertThat(busy.isEnded()).isTrue();
			assertThat(server.protocol().awaitConnectionsClose(60_000)).isPositive();
			server.awaitNothingLeft();
		}
		assertThat(this.interrupted).isFalse();
	}

	/**
	 * Some have their answer and do not wait for their next request yet, some are being
	 * accepted.
	 */
	@Test
	void whenShutDownGracefullyAmidstAnswersThenEachConnectionEnds() throws Exception {
		for (int round = 0; round < 20; round++) {
			CountDownLatch answered = new CountDownLatch(1);
			List<FutureTask<Boolean>> clients = new ArrayList<>();
			try (TestServer server = bound()) {
				int port = server.port();
				for (int i = 0; i < 10; i++) {
					FutureTask<Boolean> client = new FutureTask<>(() -> isEndedAfterOneRequest(port, answered));
					clients.add(client);
					Thread.ofVirtual().start(client);
				}
				assertThat(answered.await(60, TimeUnit.SECONDS)).isTrue();
				server.protocol().closeServerSocketGraceful();
				for (FutureTask<Boolean> client : clients) {
					assertThat(client.get()).isTrue();
				}
				server.awaitNothingLeft();
			}
		}
	}

	private static boolean isEndedAfterOneRequest(int port, CountDownLatch answered) throws IOException {
		try (RawClient client = RawClient.connect("127.0.0.1", port)) {
			client.get("/");
			answered.countDown();
			return client.isEnded();
		}
		catch (SocketTimeoutException ex) {
			return false;
		}
		catch (IOException ex) {
			// It came too late to be accepted
			return true;
		}
	}

	@Test
	void whenStoppedWithRequestUnderWayThenItIsInterrupted() throws Exception {
		try (TestServer server = bound(); RawClient client = server.connect()) {
			client.send("GET /wait HTTP/1.1\r\nHost: test\r\n\r\n");
			assertThat(this.entered.await(60, TimeUnit.SECONDS)).isTrue();
			server.connector().stop();
			Eventually.until("it is interrupted", this.interrupted::get);
			assertThat(client.isEnded()).isTrue();
			server.awaitNothingLeft();
		}
	}

	@Test
	void whenStoppedWithPipelinedRequestUnderWayThenThatIsInterrupted() throws Exception {
		try (TestServer server = bound(); RawClient client = server.connect()) {
			client.send("GET / HTTP/1.1\r\nHost: test\r\n\r\nGET /wait HTTP/1.1\r\nHost: test\r\n\r\n");
			assertThat(this.entered.await(60, TimeUnit.SECONDS)).isTrue();
			server.connector().stop();
			Eventually.until("it is interrupted", this.interrupted::get);
			server.awaitNothingLeft();
		}
	}

	@Test
	void whenStoppedWithConnectionsInAllStatesThenNothingIsLeft() throws Exception {
		try (TestServer server = bound();
				RawClient fresh = server.connect();
				RawClient half = server.connect();
				RawClient idle = server.connect();
				RawClient body = server.connect()) {
			half.send("GET / HTT");
			assertThat(idle.get("/").text()).isEqualTo("OK");
			body.send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 10\r\n\r\nab");
			Eventually.until("all are accepted", () -> server.protocol().getConnectionCount() == 4);
			server.connector().stop();
			server.awaitNothingLeft();
			assertThat(fresh.isEnded()).isTrue();
			assertThat(half.isEnded()).isTrue();
			assertThat(idle.isEnded()).isTrue();
		}
	}

	@Test
	void whenRestartedThenItServesAgain() throws Exception {
		try (TestServer server = bound()) {
			for (int i = 0; i < 3; i++) {
				try (RawClient client = server.connect()) {
					assertThat(client.get("/").text()).isEqualTo("OK");
					server.connector().stop();
					server.awaitNothingLeft();
					assertThat(client.isEnded()).isTrue();
				}
				server.connector().start();
			}
		}
	}

	@Test
	void whenPortIsInUseThenStartFailsAndNothingIsLeft() throws Exception {
		try (TestServer server = bound(); TestServer second = server()) {
			second.connector().setPort(server.port());
			assertThatExceptionOfType(Exception.class).isThrownBy(second::start)
				.havingRootCause()
				.isInstanceOf(java.net.BindException.class)
				.withMessageContaining("in use");
		}
	}

	@Test
	void whenTomcatIsStoppedWithRequestUnderWayThenNoCoroutineIsLeft() throws Exception {
		try (TestServer server = bound(); RawClient client = server.connect()) {
			client.send("GET /wait HTTP/1.1\r\nHost: test\r\n\r\n");
			assertThat(this.entered.await(60, TimeUnit.SECONDS)).isTrue();
			server.tomcat().stop();
			// The loop forgets it a moment after its end
			Eventually.until("no coroutine is left", () -> server.runtime().snapshot().live() == 0);
			assertThat(client.isEnded()).isTrue();
		}
	}

	@Test
	void whenTomcatIsManagedThenConnectionsCanBeSeen() throws Exception {
		try (TestServer server = server().start(); RawClient client = server.connect()) {
			assertThat(client.get("/").text()).isEqualTo("OK");
			MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
			ObjectName pool = new ObjectName(
					"Tomcat:type=ThreadPool,name=\"http-nio-auto-" + server.protocol().getNameIndex() + "\"");
			assertThat(beans.getAttribute(pool, "localPort")).isEqualTo(server.port());
			Eventually.until("there is one connection, which is idle", () -> {
				try {
					return beans.getAttribute(pool, "connectionCount").equals(1L)
							&& beans.getAttribute(pool, "keepAliveCount").equals(1)
							&& beans.getAttribute(pool, "currentThreadsBusy").equals(0);
				}
				catch (JMException ex) {
					throw new IllegalStateException(ex);
				}
			});
		}
	}

}
