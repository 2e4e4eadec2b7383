package io.coroutine.tomcat;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.coroutine.Coroutine;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Thousands of keep-alive connections at once.
 */
class ManyConnectionsTests {

	private static final int CONNECTIONS = 2000;

	private static final int ROUNDS = 4;

	private final ThreadLocal<Boolean> used = new ThreadLocal<>();

	private static byte[] content(int seed) {
		byte[] content = new byte[seed % 20_000];
		new Random(seed).nextBytes(content);
		return content;
	}

	private void serve(HttpServletRequest request, HttpServletResponse response) throws IOException {
		assertThat(Coroutine.current()).isNotNull();
		assertThat(this.used.get()).isNull();
		this.used.set(true);
		try {
			Thread.sleep(1);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		response.getOutputStream().write(content(Integer.parseInt(request.getParameter("seed"))));
	}

	@Test
	void whenThousandsSendRequestsAtOnceThenEachGetsItsResponse() throws Exception {
		AtomicInteger right = new AtomicInteger();
		CountDownLatch connected = new CountDownLatch(CONNECTIONS);
		try (TestServer server = TestServer.ofCoroutines().serve("/", this::serve).with((protocol) -> {
			protocol.setAcceptCount(CONNECTIONS);
			// The first have to wait until the last are connected
			protocol.setConnectionTimeout(300_000);
			protocol.setMaxKeepAliveRequests(-1);
		}).start()) {
			try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
				for (int i = 0; i < CONNECTIONS; i++) {
					int number = i;
					clients.submit(() -> {
						try (RawClient client = server.connect()) {
							connected.countDown();
							assertThat(connected.await(2, TimeUnit.MINUTES)).isTrue();
							for (int round = 0; round < ROUNDS; round++) {
								int seed = number * ROUNDS + round;
								if (Arrays.equals(client.get("/?seed=" + seed).body(), content(seed))) {
									right.incrementAndGet();
								}
							}
						}
						return null;
					});
				}
			}
			assertThat(right).hasValue(CONNECTIONS * ROUNDS);
			server.awaitNothingLeft();
		}
	}

}
