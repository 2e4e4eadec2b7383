package io.coroutine.tomcat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;

import io.coroutine.internal.loop.EventLoop;
import io.coroutine.internal.scheduler.Scheduler;
import io.coroutine.test.Eventually;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Connections move to the event loop on the CPU that receives their packets.
 */
class ConnectionHomeTests {

	private static final int CLIENTS = 8;

	private static final int REQUESTS = 400;

	@Test
	void whenConnectionsMoveAllTheTimeThenEachRequestIsAnsweredInOrder() throws Exception {
		Set<Integer> loops = ConcurrentHashMap.newKeySet();
		try (TestServer server = TestServer.ofCoroutines()) {
			server.endpoint().setCpus(new RestlessCpus());
			server.endpoint().setMaxKeepAliveRequests(-1);
			server.serve("/", (request, response) -> {
				loops.add(EventLoop.current().index());
				if (ThreadLocalRandom.current().nextInt(8) == 0) {
					Thread.yield();
				}
				response.getWriter().print(request.getParameter("name"));
			}).start();
			try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
				List<Future<?>> ended = new ArrayList<>();
				for (int i = 0; i < CLIENTS; i++) {
					String name = "client" + i + "-";
					ended.add(clients.submit(() -> {
						talk(server, name);
						return null;
					}));
				}
				for (Future<?> each : ended) {
					each.get();
				}
			}
			server.awaitNothingLeft();
			Eventually.until("no connection is counted on a loop",
					() -> Scheduler.behind(server.runtime())
						.loops()
						.loops()
						.stream()
						.allMatch((loop) -> server.endpoint().balance().count(loop) == 0));
		}
		assertThat(loops).containsExactlyInAnyOrder(0, 1);
	}

	/**
	 * Send requests one by one and several at once.
	 */
	private static void talk(TestServer server, String name) throws Exception {
		try (RawClient client = server.connect()) {
			for (int i = 0; i < REQUESTS;) {
				int count = ThreadLocalRandom.current().nextInt(1, 4);
				StringBuilder requests = new StringBuilder();
				for (int j = 0; j < count; j++) {
					requests.append("GET /?name=" + name + (i + j) + " HTTP/1.1\r\nHost: test\r\n\r\n");
				}
				client.send(requests.toString());
				for (int j = 0; j < count; j++) {
					assertThat(client.response().text()).isEqualTo(name + (i + j));
				}
				i += count;
			}
		}
	}

}
