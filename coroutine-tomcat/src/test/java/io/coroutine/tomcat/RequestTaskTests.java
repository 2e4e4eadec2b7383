package io.coroutine.tomcat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.coroutine.Coroutine;
import io.coroutine.CoroutineInfo;
import io.coroutine.CoroutineRuntime;
import io.coroutine.snapshot.WorkingFor;
import io.coroutine.test.Eventually;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Finds out from another thread what request a coroutine works for.
 */
@ParameterizedClass(name = "on a connector of Tomcat: {0}")
@ValueSource(booleans = { false, true })
class RequestTaskTests {

	private static final int COUNT = 1_000;

	@Parameter
	private boolean stock;

	private final CountDownLatch reached = new CountDownLatch(1);

	private final CountDownLatch free = new CountDownLatch(1);

	private TestServer server() throws Exception {
		TestServer server = (this.stock) ? TestServer.ofStock() : TestServer.ofCoroutines();
		if (this.stock) {
			server.protocol().setExecutor(SeparateRequests.executor(server.runtime(), server.protocol()));
			SeparateRequests.on(server.connector(), server.runtime());
		}
		return server;
	}

	private static Map<Long, WorkingFor> look(CoroutineRuntime runtime) {
		Map<Long, WorkingFor> found = new ConcurrentHashMap<>();
		runtime.coroutines()
			.filter((info) -> info.workingFor() != null)
			.forEach((info) -> found.put(info.id(), workingFor(info)));
		return found;
	}

	private static WorkingFor workingFor(CoroutineInfo info) {
		WorkingFor found = info.workingFor();
		assertThat(found).isNotNull();
		return found;
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static long current() {
		Coroutine current = Coroutine.current();
		assertThat(current).isNotNull();
		return current.id();
	}

	@ParameterizedTest
	@CsvSource({ "/orders/17, /orders/17, ", "/orders?token=secret, /orders, ",
			"/a;jsessionid=secret/b;x=1?token=secret, /a/b, ", "/traced, /traced, 4bf92f3577b34da6",
			"/caf%C3%A9, /caf%C3%A9, " })
	void whenRequestIsServedThenItsCoroutineTellsMethodAndPath(String sent, String shown, @Nullable String traceId)
			throws Exception {
		try (TestServer server = server()) {
			server.serve("/", (request, response) -> {
				request.setAttribute(WorkingFor.TRACE_ID_ATTRIBUTE, traceId);
				response.getWriter().print(current());
				this.reached.countDown();
				await(this.free);
			}).start();
			try (RawClient client = server.connect()) {
				client.send("PUT " + sent + " HTTP/1.1\r\nHost: test\r\nContent-Length: 0\r\n\r\n");
				this.reached.await();
				Map<Long, WorkingFor> found = look(server.runtime());
				this.free.countDown();
				long coroutine = Long.parseLong(client.response().text());
				assertThat(found).containsOnly(Map.entry(coroutine, new WorkingFor("PUT", shown, traceId)));
				assertThat(found.get(coroutine)).hasToString("PUT " + shown);
			}
			server.awaitNothingLeft();
		}
	}

	@Test
	void whenRequestsComeTogetherThenOnlyTheOneThatRunsIsShown() throws Exception {
		List<Map<Long, WorkingFor>> seen = new ArrayList<>();
		try (TestServer server = server()) {
			server.serve("/", (request, response) -> {
				Map<Long, WorkingFor> found = look(server.runtime());
				assertThat(found).containsOnlyKeys(current());
				seen.add(found);
			}).start();
			try (RawClient client = server.connect()) {
				StringBuilder requests = new StringBuilder();
				for (int i = 0; i < 3; i++) {
					requests.append("GET /").append(i).append(" HTTP/1.1\r\nHost: test\r\n\r\n");
				}
				client.send(requests.toString());
				for (int i = 0; i < 3; i++) {
					assertThat(client.response().status()).contains("200");
				}
			}
			server.awaitNothingLeft();
		}
		assertThat(seen).flatExtracting(Map::values).extracting("target").containsExactly("/0", "/1", "/2");
	}

	@Test
	void whenAsynchronousRequestIsDispatchedThenTheSecondCoroutineTellsItToo() throws Exception {
		List<WorkingFor> seen = new ArrayList<>();
		try (TestServer server = server()) {
			server.serve("/", (request, response) -> {
				seen.addAll(look(server.runtime()).values());
				if (request.getDispatcherType() == DispatcherType.REQUEST) {
					AsyncContext context = request.startAsync();
					context.start(context::dispatch);
				}
			}).start();
			try (RawClient client = server.connect()) {
				assertThat(client.get("/later").status()).contains("200");
			}
			server.awaitNothingLeft();
		}
		assertThat(seen).hasSize(2).allMatch((found) -> found.target().equals("/later"));
	}

	@Test
	void whenRequestsFollowQuicklyThenNoneIsShownUnderTheCoroutineOfAnother() throws Exception {
		Map<Long, String> paths = new ConcurrentHashMap<>();
		Map<Long, String> wrong = new ConcurrentHashMap<>();
		AtomicBoolean done = new AtomicBoolean();
		AtomicInteger right = new AtomicInteger();
		try (TestServer server = server()) {
			server.serve("/", (request, response) -> {
				paths.put(current(), request.getRequestURI());
				Thread.yield();
				if (request.getRequestURI().equals("/last")) {
					Eventually.until("one is seen", () -> right.get() > 0);
				}
			}).with((protocol) -> protocol.setMaxKeepAliveRequests(-1)).start();
			Thread looker = Thread.ofPlatform().start(() -> {
				while (!done.get()) {
					look(server.runtime()).forEach((coroutine, found) -> {
						String path = paths.get(coroutine);
						if (path != null && path.equals(found.target())) {
							right.incrementAndGet();
						}
						else if (path != null) {
							wrong.put(coroutine, found.target() + " instead of " + path);
						}
					});
				}
			});
			try (RawClient client = server.connect()) {
				for (int i = 0; i < COUNT; i += 2) {
					// Of different lengths, and two in a packet now and then
					String path = "/" + "x".repeat(i % 50) + i;
					client.send("GET " + path + " HTTP/1.1\r\nHost: test\r\n\r\n");
					client.send("GET /y" + path + " HTTP/1.1\r\nHost: test\r\n\r\n");
					client.response();
					client.response();
				}
				assertThat(client.get("/last").status()).contains("200");
			}
			finally {
				done.set(true);
				looker.join();
			}
			server.awaitNothingLeft();
		}
		assertThat(wrong).isEmpty();
		assertThat(paths).hasSize(COUNT + 1);
		assertThat(right).hasPositiveValue();
	}

}
