package io.coroutine.tomcat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.coroutine.Coroutine;
import io.coroutine.internal.socket.PeerTask;
import io.coroutine.local.CoroutineLocal;
import jakarta.servlet.AsyncContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each request runs in a coroutine of its own, those that come in one packet as well.
 */
class PipeliningTests {

	private static final int COUNT = 20;

	private final ThreadLocal<String> leftBehind = new ThreadLocal<>();

	private final CoroutineLocal<String> handedOn = CoroutineLocal.<String>builder().inherited().build();

	private final Set<Long> coroutines = ConcurrentHashMap.newKeySet();

	private TestServer server(boolean stock) throws Exception {
		TestServer server = (stock) ? TestServer.ofStock() : TestServer.ofCoroutines();
		if (stock) {
			server.protocol().setExecutor((task) -> server.runtime().coroutine().inherit(false).start(task));
			SeparateRequests.on(server.connector(), server.runtime());
		}
		return server.serve("/", (request, response) -> {
			assertThat(this.leftBehind.get()).isNull();
			this.leftBehind.set("by another request");
			assertThat(this.handedOn.get()).isNull();
			this.handedOn.set("to what the request forks, and nobody else");
			Coroutine current = Coroutine.current();
			assertThat(current).isNotNull();
			assertThat(PeerTask.peerOfCaller() == null).isEqualTo(stock);
			this.coroutines.add(current.id());
			String name = request.getParameter("name");
			if (request.getParameter("sleep") != null) {
				try {
					Thread.sleep(2);
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
			}
			byte[] body = request.getInputStream().readAllBytes();
			if (request.getParameter("async") == null) {
				response.getWriter().print(name + new String(body));
				return;
			}
			AsyncContext context = request.startAsync();
			context.start(() -> {
				try {
					assertThat(Coroutine.current()).isNotNull();
					context.getResponse().getWriter().print(name + new String(body));
				}
				catch (java.io.IOException ex) {
					throw new java.io.UncheckedIOException(ex);
				}
				context.complete();
			});
		}).start();
	}

	private void assertEachInItsOwnCoroutine(boolean stock, String parameters) throws Exception {
		try (TestServer server = server(stock)) {
			try (RawClient client = server.connect()) {
				StringBuilder requests = new StringBuilder();
				List<String> expected = new ArrayList<>();
				for (int i = 0; i < COUNT; i++) {
					requests.append("POST /?name=" + i + parameters)
						.append(" HTTP/1.1\r\nHost: test\r\nContent-Length: 3\r\n\r\nabc");
					expected.add(i + "abc");
				}
				client.send(requests.toString());
				List<String> bodies = new ArrayList<>();
				for (int i = 0; i < COUNT; i++) {
					bodies.add(client.response().text());
				}
				assertThat(bodies).isEqualTo(expected);
				assertThat(this.coroutines).hasSize(COUNT);
			}
			server.awaitNothingLeft();
		}
	}

	@ParameterizedTest(name = "on a connector of Tomcat: {0}")
	@ValueSource(booleans = { false, true })
	void whenRequestsComeTogetherThenEachRunsInItsOwnCoroutine(boolean stock) throws Exception {
		assertEachInItsOwnCoroutine(stock, "");
	}

	@ParameterizedTest(name = "on a connector of Tomcat: {0}")
	@ValueSource(booleans = { false, true })
	void whenRequestsThatWaitComeTogetherThenEachRunsInItsOwnCoroutine(boolean stock) throws Exception {
		assertEachInItsOwnCoroutine(stock, "&sleep");
	}

	@ParameterizedTest(name = "on a connector of Tomcat: {0}")
	@ValueSource(booleans = { false, true })
	void whenAsynchronousRequestsComeTogetherThenEachRunsInItsOwnCoroutine(boolean stock) throws Exception {
		assertEachInItsOwnCoroutine(stock, "&async");
	}

	@ParameterizedTest(name = "on a connector of Tomcat: {0}")
	@ValueSource(booleans = { false, true })
	void whenRequestComesByteByByteThenItIsServed(boolean stock) throws Exception {
		try (TestServer server = server(stock)) {
			try (RawClient client = server.connect()) {
				String request = "POST /?name=slow HTTP/1.1\r\nHost: test\r\nContent-Length: 3\r\n\r\nabc";
				for (int i = 0; i < request.length(); i++) {
					client.send(request.substring(i, i + 1));
					Thread.sleep(1);
				}
				assertThat(client.response().text()).isEqualTo("slowabc");
			}
			server.awaitNothingLeft();
		}
	}

	@ParameterizedTest(name = "on a connector of Tomcat: {0}")
	@ValueSource(booleans = { false, true })
	void whenRequestsFollowThenEachRunsInItsOwnCoroutine(boolean stock) throws Exception {
		try (TestServer server = server(stock); RawClient client = server.connect()) {
			for (int i = 0; i < COUNT; i++) {
				assertThat(client.get("/?name=" + i).text()).isEqualTo("" + i);
			}
			assertThat(new HashSet<>(this.coroutines)).hasSize(COUNT);
		}
	}

}
