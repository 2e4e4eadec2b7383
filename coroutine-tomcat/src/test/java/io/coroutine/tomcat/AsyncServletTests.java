package io.coroutine.tomcat;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.coroutine.Coroutine;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Asynchronous servlets: the request outlives the coroutine that it began in.
 */
class AsyncServletTests {

	@Test
	void whenOtherThreadCompletesThenResponseCame() throws Exception {
		try (TestServer server = TestServer.ofCoroutines().serve("/", (request, response) -> {
			AsyncContext context = request.startAsync();
			Thread.ofPlatform().start(() -> {
				print(context, "from a platform thread");
				context.complete();
			});
		}).start()) {
			try (RawClient client = server.connect()) {
				for (int i = 0; i < 20; i++) {
					assertThat(client.get("/").text()).isEqualTo("from a platform thread");
				}
			}
			server.awaitNothingLeft();
		}
	}

	@Test
	void whenContextStartsTaskThenItRunsInCoroutine() throws Exception {
		AtomicReference<Coroutine> coroutine = new AtomicReference<>();
		try (TestServer server = TestServer.ofCoroutines().serve("/", (request, response) -> {
			AsyncContext context = request.startAsync();
			context.start(() -> {
				coroutine.set(Coroutine.current());
				print(context, "done");
				context.complete();
			});
		}).start(); RawClient client = server.connect()) {
			assertThat(client.get("/").text()).isEqualTo("done");
			assertThat(coroutine.get()).isNotNull();
		}
	}

	@Test
	void whenRequestIsDispatchedThenSecondPassRunsInCoroutine() throws Exception {
		AtomicReference<Coroutine> first = new AtomicReference<>();
		AtomicReference<Coroutine> second = new AtomicReference<>();
		try (TestServer server = TestServer.ofCoroutines().serve("/", (request, response) -> {
			if (request.getAttribute("result") == null) {
				first.set(Coroutine.current());
				AsyncContext context = request.startAsync();
				Thread.ofVirtual().start(() -> {
					awaitEnd(first.get());
					request.setAttribute("result", "later");
					context.dispatch();
				});
			}
			else {
				second.set(Coroutine.current());
				response.getWriter().print(request.getAttribute("result"));
			}
		}).start()) {
			try (RawClient client = server.connect()) {
				for (int i = 0; i < 20; i++) {
					assertThat(client.get("/").text()).isEqualTo("later");
					assertThat(first.get()).isNotNull();
					assertThat(second.get()).isNotNull().isNotEqualTo(first.get());
				}
			}
			server.awaitNothingLeft();
		}
	}

	@Test
	void whenNobodyCompletesThenTimeoutAnswers() throws Exception {
		AtomicReference<Coroutine> coroutine = new AtomicReference<>();
		try (TestServer server = TestServer.ofCoroutines().serve("/", (request, response) -> {
			AsyncContext context = request.startAsync();
			context.setTimeout(100);
			context.addListener(new TimeoutListener() {

				@Override
				public void onTimeout(AsyncEvent event) {
					coroutine.set(Coroutine.current());
					print(context, "too late");
					context.complete();
				}

			});
		}).start()) {
			try (RawClient client = server.connect()) {
				assertThat(client.get("/").text()).isEqualTo("too late");
				assertThat(coroutine.get()).isNotNull();
			}
			server.awaitNothingLeft();
		}
	}

	@Test
	void whenNoListenerHandlesTimeoutThenServerError() throws Exception {
		try (TestServer server = TestServer.ofCoroutines().serve("/", (request, response) -> {
			request.startAsync().setTimeout(100);
		}).start()) {
			try (RawClient client = server.connect()) {
				assertThat(client.get("/").status()).startsWith("HTTP/1.1 500");
			}
			server.awaitNothingLeft();
		}
	}

	@Test
	void whenEventsAreStreamedThenEachArrivesAtOnce() throws Exception {
		CountDownLatch received = new CountDownLatch(1);
		try (TestServer server = TestServer.ofCoroutines().serve("/", (request, response) -> {
			AsyncContext context = request.startAsync();
			Thread.ofPlatform().start(() -> {
				try {
					print(context, "data: 1\n");
					context.getResponse().flushBuffer();
					assertThat(received.await(60, TimeUnit.SECONDS)).isTrue();
					print(context, "data: 2\n");
				}
				catch (IOException | InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
				context.complete();
			});
		}).start(); RawClient client = server.connect()) {
			client.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n");
			while (!client.line().isEmpty()) {
				// The head
			}
			assertThat(client.line()).isEqualTo("8");
			assertThat(client.line()).isEqualTo("data: 1");
			received.countDown();
			assertThat(client.line()).isEmpty();
			assertThat(client.line()).isEqualTo("8");
			assertThat(client.line()).isEqualTo("data: 2");
		}
	}

	@Test
	void whenClientGoesDuringStreamThenErrorEndsRequest() throws Exception {
		CountDownLatch failed = new CountDownLatch(1);
		CountDownLatch ended = new CountDownLatch(1);
		try (TestServer server = TestServer.ofCoroutines().serve("/", (request, response) -> {
			AsyncContext context = request.startAsync();
			context.addListener(new TimeoutListener() {

				@Override
				public void onComplete(AsyncEvent event) {
					ended.countDown();
				}

			});
			Thread.ofPlatform().start(() -> {
				try {
					while (true) {
						context.getResponse().getOutputStream().write(new byte[1000]);
						context.getResponse().flushBuffer();
					}
				}
				catch (IOException | IllegalStateException ex) {
					failed.countDown();
				}
			});
		}).start()) {
			try (RawClient client = server.connect()) {
				client.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n");
				client.line();
				client.reset();
			}
			assertThat(failed.await(60, TimeUnit.SECONDS)).isTrue();
			assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
			server.awaitNothingLeft();
		}
	}

	/**
	 * Wait for the end of the first pass, which would go on with the second otherwise.
	 */
	private static void awaitEnd(Coroutine coroutine) {
		try {
			coroutine.join();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void print(AsyncContext context, String text) {
		try {
			context.getResponse().getWriter().print(text);
		}
		catch (IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
	}

	/**
	 * Does nothing.
	 */
	private abstract static class TimeoutListener implements AsyncListener {

		@Override
		public void onComplete(AsyncEvent event) {
		}

		@Override
		public void onTimeout(AsyncEvent event) {
		}

		@Override
		public void onError(AsyncEvent event) {
		}

		@Override
		public void onStartAsync(AsyncEvent event) {
		}

	}

}
