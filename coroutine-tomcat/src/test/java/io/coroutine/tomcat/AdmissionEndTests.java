package io.coroutine.tomcat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import io.coroutine.test.Eventually;
import io.coroutine.tomcat.GatedServer.Kind;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.LifecycleListener;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.coyote.http2.Http2Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Asynchronous requests whose end Tomcat does not tell to its listeners: the permit comes
 * back all the same, on both connectors.
 */
class AdmissionEndTests {

	private final BlockingQueue<AsyncContext> contexts = new LinkedBlockingQueue<>();

	private final AtomicInteger completed = new AtomicInteger();

	private GatedServer server(Kind kind) throws Exception {
		GatedServer server = GatedServer.of(kind, 1, 10);
		server.server().serve("/async", (request, _) -> start(request, 50));
		// It still counts the requests whose end it has missed, and would wait for them
		((StandardContext) server.server().context()).setUnloadDelay(0);
		return server;
	}

	private AsyncContext start(HttpServletRequest request, long timeout) {
		AsyncContext context = request.startAsync();
		context.setTimeout(timeout);
		context.addListener(new Listener() {

			@Override
			public void onComplete(AsyncEvent event) {
				AdmissionEndTests.this.completed.incrementAndGet();
			}

		});
		this.contexts.add(context);
		return context;
	}

	private void assertServesAgain(GatedServer server) throws Exception {
		assertThat(this.completed).as("Tomcat has not told").hasValue(0);
		try (RawClient next = server.send("/")) {
			assertThat(next.response().text()).isEqualTo("served");
		}
		server.awaitNothingLeft();
		assertThat(server.gate().snapshot().admitted()).isEqualTo(2);
	}

	/**
	 * A request that times out is completed by the container. Another thread completes it
	 * right before, when the container has looked for that the last time.
	 */
	@ParameterizedTest
	@EnumSource(Kind.class)
	void whenItIsCompletedJustAsItTimesOutThenItsPlaceIsFree(Kind kind) throws Exception {
		try (GatedServer server = server(kind).start();
				MomentOfCompletion _ = new MomentOfCompletion(() -> this.contexts.remove().complete());
				RawClient client = server.send("/async")) {
			client.all();
			assertServesAgain(server);
		}
	}

	@ParameterizedTest
	@EnumSource(Kind.class)
	void whenItIsDispatchedJustAsItTimesOutThenItsPlaceIsFree(Kind kind) throws Exception {
		try (GatedServer server = server(kind).start();
				MomentOfCompletion _ = new MomentOfCompletion(() -> this.contexts.remove().dispatch());
				RawClient client = server.send("/async")) {
			client.all();
			assertServesAgain(server);
		}
	}

	@ParameterizedTest
	@EnumSource(Kind.class)
	void whenTheServerStopsThenAllPlacesAreFree(Kind kind) throws Exception {
		try (GatedServer server = server(kind)) {
			server.server().serve("/endless", (request, _) -> start(request, 0));
			server.start();
			try (RawClient client = server.send("/endless")) {
				this.contexts.take();
				try (RawClient waiter = server.queue("/")) {
					server.server().tomcat().stop();
					Eventually.until("all permits are back", () -> server.gate().snapshot().inUse() == 0);
					client.all();
					waiter.all();
				}
			}
		}
	}

	/**
	 * A processor of HTTP/2 does not tell when it takes a request back, but the dispatch
	 * does that fails.
	 */
	@Test
	void whenItEndsOnHttp2ThenItsPlaceIsFree() throws Exception {
		try (GatedServer server = server(Kind.TOMCATS)) {
			server.server().connector().addUpgradeProtocol(new Http2Protocol());
			server.start();
			try (HttpClient client = HttpClient.newHttpClient()) {
				assertThat(get(client, server, "/free").version()).isEqualTo(HttpClient.Version.HTTP_2);
				try (MomentOfCompletion _ = new MomentOfCompletion(() -> this.contexts.remove().complete())) {
					ask(client, server, "/async");
				}
				assertServesAgain(server, client);
			}
			server.awaitNothingLeft();
		}
	}

	private void assertServesAgain(GatedServer server, HttpClient client) throws Exception {
		assertThat(this.completed).as("Tomcat has not told").hasValue(0);
		assertThat(get(client, server, "/").body()).isEqualTo("served");
		assertThat(server.gate().snapshot().admitted()).isEqualTo(2);
	}

	@Test
	void whenTheConnectorKnowsNothingOfGatesThenItsPlaceIsFreeAfterAWhile() throws Exception {
		try (GatedServer server = server(Kind.TOMCATS)) {
			Connector connector = server.server().connector();
			for (LifecycleListener listener : connector.findLifecycleListeners()) {
				connector.removeLifecycleListener(listener);
			}
			server.start();
			try (MomentOfCompletion _ = new MomentOfCompletion(() -> this.contexts.remove().complete());
					RawClient client = server.send("/async")) {
				client.all();
			}
			Eventually.until("the permit is found", () -> {
				server.server().tomcat().getEngine().backgroundProcess();
				return server.gate().snapshot().inUse() == 0;
			});
			assertServesAgain(server);
		}
	}

	private static HttpResponse<String> get(HttpClient client, GatedServer server, String path) throws Exception {
		return client.send(request(server, path), HttpResponse.BodyHandlers.ofString());
	}

	/**
	 * Send a request whose connection may end without an answer.
	 */
	private static void ask(HttpClient client, GatedServer server, String path) {
		try {
			client.sendAsync(request(server, path), HttpResponse.BodyHandlers.discarding()).join();
		}
		catch (CompletionException ex) {
			// There is no answer
		}
	}

	private static HttpRequest request(GatedServer server, String path) {
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.server().port() + path)).build();
	}

	/**
	 * While many time out, others complete and dispatch them, and clients go.
	 */
	@ParameterizedTest
	@EnumSource(Kind.class)
	void whenManyEndInAllWaysAtOnceThenNoPermitIsLost(Kind kind) throws Exception {
		try (GatedServer server = GatedServer.of(kind, 1000, 1000)) {
			server.server().serve("/race", this::race);
			server.start();
			for (int round = 0; round < 2; round++) {
				List<RawClient> clients = new ArrayList<>();
				for (int i = 0; i < 100; i++) {
					clients.add(server.server()
						.connect()
						.send("GET /race HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n"));
				}
				for (int i = 0; i < clients.size(); i++) {
					if (i % 10 == 0) {
						clients.get(i).reset();
					}
					else {
						clients.get(i).all();
						clients.get(i).close();
					}
				}
				server.awaitNothingLeft();
			}
			assertThat(server.server().connector().getState()).isEqualTo(LifecycleState.STARTED);
		}
	}

	private void race(HttpServletRequest request, HttpServletResponse response) throws IOException {
		if (request.getDispatcherType() == DispatcherType.ASYNC) {
			response.getWriter().print("dispatched");
			return;
		}
		AsyncContext context = request.startAsync();
		context.setTimeout(1);
		context.addListener(new Listener() {

			@Override
			public void onTimeout(AsyncEvent event) {
				Thread.ofVirtual().start(() -> end(context));
				if (ThreadLocalRandom.current().nextInt(3) == 0) {
					context.complete();
				}
			}

		});
	}

	private static void end(AsyncContext context) {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		for (int i = random.nextInt(200); i > 0; i--) {
			Thread.onSpinWait();
		}
		Consumer<AsyncContext> way = (random.nextBoolean()) ? AsyncContext::complete : AsyncContext::dispatch;
		try {
			way.accept(context);
		}
		catch (IllegalStateException ex) {
			// The other one was faster
		}
	}

	/**
	 * Wants to know of nothing.
	 */
	private interface Listener extends AsyncListener {

		@Override
		default void onComplete(AsyncEvent event) {
		}

		@Override
		default void onTimeout(AsyncEvent event) {
		}

		@Override
		default void onError(AsyncEvent event) {
		}

		@Override
		default void onStartAsync(AsyncEvent event) {
			event.getAsyncContext().addListener(this);
		}

	}

	/**
	 * Does something in another thread at the moment at which Tomcat begins to complete a
	 * request, of which it tells its log first.
	 */
	private static final class MomentOfCompletion extends Handler implements AutoCloseable {

		private final Logger logger = Logger.getLogger("org.apache.catalina.core.AsyncContextImpl");

		private final CompletableFuture<Void> done = new CompletableFuture<>();

		private final AtomicReference<Runnable> action;

		MomentOfCompletion(Runnable action) {
			this.action = new AtomicReference<>(action);
			setLevel(Level.ALL);
			this.logger.setLevel(Level.ALL);
			this.logger.setUseParentHandlers(false);
			this.logger.addHandler(this);
		}

		@Override
		public void publish(LogRecord message) {
			Runnable next = (message.getMessage().contains("complete")) ? this.action.getAndSet(null) : null;
			if (next != null) {
				CompletableFuture.runAsync(next).join();
				this.done.complete(null);
			}
		}

		@Override
		public void flush() {
		}

		@Override
		public void close() {
			this.logger.removeHandler(this);
			this.logger.setUseParentHandlers(true);
			this.logger.setLevel(null);
			assertThat(this.done).as("the moment has come").isCompleted();
		}

	}

}
