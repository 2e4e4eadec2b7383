package io.coroutine.tomcat;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

import io.coroutine.internal.accept.LoopBalance;
import io.coroutine.internal.linux.SocketOptions;
import io.coroutine.internal.loop.EventLoop;
import io.coroutine.internal.scheduler.Scheduler;
import io.coroutine.internal.socket.StreamSocket;
import io.coroutine.test.Eventually;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code max-connections}, the spread over the loops, and the options of sockets.
 */
class ConnectionLimitTests {

	private static TestServer server() throws IOException {
		return TestServer.ofCoroutines().serve("/", (request, response) -> response.getWriter().print("OK"));
	}

	@Test
	void whenLimitIsReachedThenFurtherConnectionsWaitForRoom() throws Exception {
		try (TestServer server = server().with((protocol) -> protocol.setMaxConnections(3)).start()) {
			List<RawClient> clients = new ArrayList<>();
			for (int i = 0; i < 10; i++) {
				RawClient client = server.connect();
				client.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n");
				clients.add(client);
			}
			Eventually.until("the limit is reached", () -> server.protocol().getConnectionCount() == 3);
			for (RawClient client : clients) {
				assertThat(client.response().text()).isEqualTo("OK");
				assertThat(server.protocol().getConnectionCount()).isLessThanOrEqualTo(3);
				client.close();
			}
			server.awaitNothingLeft();
		}
	}

	@Test
	void whenLimitIsRaisedThenWaitingConnectionsAreAccepted() throws Exception {
		try (TestServer server = server().with((protocol) -> protocol.setMaxConnections(1)).start();
				RawClient first = server.connect();
				RawClient second = server.connect()) {
			assertThat(first.get("/").text()).isEqualTo("OK");
			second.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n");
			Thread.sleep(50);
			assertThat(server.protocol().getConnectionCount()).isEqualTo(1);
			server.protocol().setMaxConnections(-1);
			assertThat(second.response().text()).isEqualTo("OK");
		}
	}

	@Test
	void whenConnectionsComeAndGoAtTheLimitThenNoneIsForgotten() throws Exception {
		try (TestServer server = server().with((protocol) -> protocol.setMaxConnections(2)).start()) {
			List<Thread> clients = new ArrayList<>();
			List<String> answers = java.util.Collections.synchronizedList(new ArrayList<>());
			for (int i = 0; i < 8; i++) {
				clients.add(Thread.ofPlatform().start(() -> {
					for (int round = 0; round < 50; round++) {
						try (RawClient client = server.connect()) {
							answers.add(client.get("/").text());
						}
						catch (IOException ex) {
							answers.add(ex.toString());
						}
					}
				}));
			}
			for (Thread client : clients) {
				client.join();
			}
			assertThat(answers).hasSize(400).containsOnly("OK");
			server.awaitNothingLeft();
		}
	}

	@Test
	void whenManyConnectThenEachLoopHasItsShare() throws Exception {
		try (TestServer server = server().start()) {
			List<RawClient> clients = new ArrayList<>();
			for (int i = 0; i < 40; i++) {
				clients.add(server.connect());
			}
			LoopBalance balance = server.endpoint().balance();
			List<EventLoop> loops = Scheduler.behind(server.runtime()).loops().loops();
			Eventually.until("all are accepted", () -> loops.stream().mapToInt(balance::count).sum() == 40);
			loops.forEach((loop) -> assertThat(balance.count(loop)).isBetween(18, 22));
			for (RawClient client : clients) {
				client.close();
			}
			server.awaitNothingLeft();
			loops.forEach((loop) -> assertThat(balance.count(loop)).isZero());
		}
	}

	@Test
	void whenOptionsAreSetThenConnectionsInheritThem() throws Exception {
		try (TestServer server = server().with((protocol) -> {
			protocol.setTcpNoDelay(true);
			protocol.setConnectionLinger(7);
			protocol.setProperty("socket.soKeepAlive", "true");
			protocol.setProperty("socket.txBufSize", "50000");
		}).start(); RawClient client = server.connect()) {
			assertThat(client.get("/").text()).isEqualTo("OK");
			StreamSocket socket = server.endpoint().getConnections().iterator().next().getSocket();
			int fd = socket.descriptor();
			assertThat(SocketOptions.getInt(fd, SocketOptions.IPPROTO_TCP, SocketOptions.TCP_NODELAY)).isEqualTo(1);
			assertThat(SocketOptions.getInt(fd, SocketOptions.SOL_SOCKET, SocketOptions.SO_KEEPALIVE)).isEqualTo(1);
			assertThat(SocketOptions.getLinger(fd)).isEqualTo(7);
			// The kernel doubles it, for its own needs
			assertThat(SocketOptions.getInt(fd, SocketOptions.SOL_SOCKET, SocketOptions.SO_SNDBUF)).isEqualTo(100_000);
		}
	}

	@Test
	void whenUrgentDataComesThenLoopDoesNotSpin() throws Exception {
		try (TestServer server = server().start(); RawClient client = server.connect()) {
			assertThat(client.get("/").text()).isEqualTo("OK");
			Socket socket = client.socket();
			socket.sendUrgentData('!');
			Thread.sleep(100);
			long before = started(server);
			Thread.sleep(200);
			assertThat(started(server) - before).isLessThan(5);
			assertThat(client.get("/").text()).isEqualTo("OK");
		}
	}

	private static long started(TestServer server) {
		return server.runtime().snapshot().modes().values().stream().mapToLong((mode) -> mode.counts().started()).sum();
	}

	@Test
	void whenConnectionIsIdleThenItHasNoCoroutineAndNoBuffers() throws Exception {
		try (TestServer server = server().start(); RawClient client = server.connect()) {
			assertThat(client.get("/").text()).isEqualTo("OK");
			Eventually.until("the coroutine has gone", () -> server.runtime().snapshot().live() == 0);
			SocketWrapperBase<StreamSocket> connection = server.endpoint().getConnections().iterator().next();
			assertThat(((LoopSocketWrapper) connection).needsBuffers()).isTrue();
			assertThat(server.endpoint().getKeepAliveCount()).isEqualTo(1);
			assertThat(server.endpoint().getCurrentThreadsBusy()).isZero();
		}
	}

}
