package io.coroutine.tomcat;

import java.util.Map;

import io.coroutine.snapshot.SocketKind;
import io.coroutine.test.Eventually;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What connections wait for is counted: idle ones, and those of requests.
 */
class ConnectionWaitTests {

	@Test
	void whenConnectionsAreIdleOrReadThenTheyAreCountedAsSuch() throws Exception {
		try (TestServer server = TestServer.ofCoroutines()
			.serve("/",
					(request, response) -> response.getWriter().print(request.getInputStream().readAllBytes().length))
			.start(); RawClient idle = server.connect(); RawClient slow = server.connect()) {
			assertThat(idle.get("/").text()).isEqualTo("0");
			slow.send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 2\r\n\r\n1");
			Eventually.until("one is idle and one is read", () -> waits(server, 1, 1));
			slow.send("2");
			assertThat(slow.response().text()).isEqualTo("2");
			Eventually.until("both are idle", () -> waits(server, 0, 2));
			idle.close();
			slow.close();
			Eventually.until("none is left", () -> waits(server, 0, 0));
		}
	}

	private static boolean waits(TestServer server, long reading, long idle) {
		Map<SocketKind, Long> waiting = server.runtime().snapshot().socketsWaiting();
		return waiting.get(SocketKind.HTTP_IN) == reading && waiting.get(SocketKind.HTTP_IDLE) == idle;
	}

}
