package io.coroutine.tomcat;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.concurrent.CompletableFuture;

import io.coroutine.internal.fiber.Fiber;
import io.coroutine.internal.socket.StreamSocket;
import io.coroutine.test.Eventually;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tomcat keeps processors for later connections.
 */
class RecycledProcessorTests {

	private final CompletableFuture<WeakReference<StreamSocket>> socket = new CompletableFuture<>();

	private final CompletableFuture<AsyncContext> started = new CompletableFuture<>();

	@Test
	void whenConnectionIsOverThenItsProcessorDoesNotKeepIt() throws Exception {
		try (TestServer server = TestServer.ofCoroutines()) {
			server.serve("/", this::remember).start();
			try (RawClient client = server.connect()) {
				client.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n");
				assertThat(client.response().text()).isEqualTo("done");
			}
			server.awaitNothingLeft();
			awaitCollected();
		}
	}

	@Test
	void whenConnectionIsClosedDuringAnAsynchronousRequestThenItsProcessorDoesNotKeepIt() throws Exception {
		try (TestServer server = TestServer.ofCoroutines()) {
			server.serve("/", (request, response) -> {
				remember(request, response);
				this.started.complete(request.startAsync());
			}).start();
			try (RawClient client = server.connect()) {
				client.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n");
				this.started.get().complete();
				assertThat(client.response().text()).isEqualTo("done");
			}
			server.awaitNothingLeft();
			this.started.obtrudeValue(null);
			awaitCollected();
		}
	}

	private void remember(HttpServletRequest request, HttpServletResponse response) throws IOException {
		if (Fiber.current().task() instanceof RequestTask task) {
			this.socket.complete(new WeakReference<>(task.peer()));
		}
		response.getWriter().print("done");
	}

	private void awaitCollected() throws Exception {
		WeakReference<StreamSocket> reference = this.socket.get();
		Eventually.until("the connection is gone", () -> {
			System.gc();
			return reference.refersTo(null);
		});
	}

}
