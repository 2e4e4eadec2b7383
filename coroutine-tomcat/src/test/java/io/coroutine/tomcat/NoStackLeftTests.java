package io.coroutine.tomcat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import io.coroutine.CoroutineRuntime;
import io.coroutine.StackMode;
import io.coroutine.test.Eventually;
import io.coroutine.tomcat.RawClient.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests for which there is no private stack, as the only one is in use.
 */
class NoStackLeftTests {

	private static final String GET = "GET / HTTP/1.1\r\nHost: test\r\n\r\n";

	private final CountDownLatch end = new CountDownLatch(1);

	private TestServer server;

	@BeforeEach
	void start() throws Exception {
		this.server = TestServer
			.ofCoroutines((runtime) -> runtime.stackMode(StackMode.PRIVATE).privateStackLimit(1).privateStackQueue(0))
			.serve("/", (request, response) -> request.getInputStream().transferTo(response.getOutputStream()))
			.serve("/occupied", (request, response) -> awaitEnd())
			.start();
	}

	private void awaitEnd() {
		try {
			this.end.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@AfterEach
	void stop() throws Exception {
		this.end.countDown();
		this.server.awaitNothingLeft();
		this.server.close();
	}

	private RawClient occupyTheStack() throws Exception {
		CoroutineRuntime runtime = this.server.runtime();
		awaitFreeStack();
		RawClient client = this.server.connect();
		client.send("GET /occupied HTTP/1.1\r\nHost: test\r\n\r\n");
		Eventually.until("the stack is in use", () -> runtime.snapshot().stackUse().inUse() == 1);
		return client;
	}

	/**
	 * Wait until the stack is free: it is given back after its coroutine has ended.
	 */
	private void awaitFreeStack() {
		CoroutineRuntime runtime = this.server.runtime();
		Eventually.until("no coroutine is left", () -> runtime.snapshot().live() == 0);
		Eventually.until("the stack is free", () -> runtime.snapshot().stackUse().inUse() == 0);
	}

	private static void assertTurnedAway(RawClient client) throws Exception {
		Response response = client.response();
		assertThat(response.status()).startsWith("HTTP/1.1 503");
		assertThat(response.headers()).containsEntry("retry-after", "1").containsEntry("connection", "close");
		assertThat(response.body()).isEmpty();
		assertThat(client.isEnded()).isTrue();
	}

	@Test
	void whenRequestIsTheFirstOfItsConnectionThenItIsAnswered503AndTheNextOnesAreServed() throws Exception {
		try (RawClient occupying = occupyTheStack(); RawClient client = this.server.connect()) {
			assertTurnedAway(client.send(GET));
			this.end.countDown();
			assertThat(occupying.response().status()).startsWith("HTTP/1.1 200");
		}
		// The coroutines that close the connections need the stack, too
		this.server.awaitNothingLeft();
		awaitFreeStack();
		try (RawClient client = this.server.connect()) {
			assertThat(client.get("/").status()).startsWith("HTTP/1.1 200");
		}
	}

	@Test
	void whenConnectionHasBeenUsedBeforeThenItsNextRequestIsAnswered503() throws Exception {
		try (RawClient client = this.server.connect()) {
			assertThat(client.get("/").status()).startsWith("HTTP/1.1 200");
			try (RawClient _ = occupyTheStack()) {
				assertTurnedAway(client.send(GET));
			}
		}
	}

	@Test
	void whenClientStillSendsThenTheAnswerIsNotLost() throws Exception {
		byte[] body = new byte[1_000_000];
		this.server.endpoint().setLingeringClose(Duration.ofMinutes(1));
		try (RawClient _ = occupyTheStack(); RawClient client = this.server.connect()) {
			client.send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: " + body.length + "\r\n\r\n");
			client.send(body);
			assertTurnedAway(client);
		}
	}

	@Test
	void whenARequestIsUnderWayThenItsConnectionIsClosedWithoutAnswer() throws Exception {
		try (RawClient client = this.server.connect()) {
			client.send("GET / HTTP/1.1\r\nHo");
			// And its coroutine has ended, which the next one waits for
			Eventually.until("the part is read", () -> started() == 1);
			try (RawClient _ = occupyTheStack()) {
				client.send("st: test\r\n\r\n");
				assertThat(client.all()).isEmpty();
			}
		}
	}

	@Test
	void whenClientLeavesThenItIsClosed() throws Exception {
		try (RawClient _ = occupyTheStack(); RawClient client = this.server.connect()) {
			client.socket().shutdownOutput();
			assertThat(client.all()).isEmpty();
		}
	}

	private long started() {
		return this.server.runtime()
			.snapshot()
			.modes()
			.values()
			.stream()
			.mapToLong((mode) -> mode.counts().started())
			.sum();
	}

}
