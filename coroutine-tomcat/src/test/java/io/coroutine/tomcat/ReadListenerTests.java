package io.coroutine.tomcat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.coroutine.internal.socket.StreamSocket;
import io.coroutine.tomcat.ListeningServlet.How;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bodies that are read by a listener, byte for byte as on Tomcat's own connector, and
 * what becomes of a request in which Tomcat processes another event.
 */
class ReadListenerTests {

	private static final String LAST = "GET /last HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n";

	private static ListeningServlet servlet;

	private static TestServer ours;

	private static TestServer stock;

	@BeforeAll
	static void startServers() throws Exception {
		servlet = new ListeningServlet();
		ours = server(TestServer.ofCoroutines());
		stock = server(TestServer.ofStock());
	}

	private static TestServer server(TestServer server) throws Exception {
		return server.serve("/", servlet)
			.serve("/last", (request, response) -> response.getWriter().print("last"))
			.start();
	}

	@AfterAll
	static void stopServers() throws Exception {
		// Each looks for descriptors that were not there when it was made
		stock.close();
		ours.close();
	}

	private static String head(How how, String headers) {
		return "POST /?how=" + how + " HTTP/1.1\r\nHost: test\r\n" + headers + "\r\n";
	}

	private static String chunked(How how) {
		return head(how, "Transfer-Encoding: chunked\r\n");
	}

	/**
	 * Send pieces, each after the body of that before has been received, and return all
	 * that comes back.
	 */
	private static String answers(TestServer server, List<String> pieces, int... received) throws Exception {
		try (RawClient client = server.connect()) {
			for (int i = 0; i < pieces.size(); i++) {
				client.send(pieces.get(i));
				servlet.awaitReceived((i < received.length) ? received[i] : 0);
			}
			return client.all().replaceAll("Date: .*", "Date:");
		}
	}

	private static void assertAsOnStock(String expected, List<String> pieces, int... received) throws Exception {
		String answer = answers(ours, pieces, received);
		assertThat(answer).contains(expected).isEqualTo(answers(stock, pieces, received));
	}

	@ParameterizedTest
	@EnumSource(names = { "AT_THE_END", "BY_LISTENER", "BY_DISPATCH", "BY_THREAD", "SET_BY_THREAD" })
	void whenBodyIsChunkedThenItIsAnswered(How how) throws Exception {
		assertAsOnStock("hello {}", List.of(chunked(how) + "5\r\nhello\r\n0\r\n\r\n" + LAST), 5);
	}

	@ParameterizedTest
	@EnumSource(names = { "AT_THE_END", "BY_LISTENER", "BY_DISPATCH", "BY_THREAD", "SET_BY_THREAD" })
	void whenChunksComeSlowlyThenTheyAreAnswered(How how) throws Exception {
		assertAsOnStock("hello {}", List.of(chunked(how) + "5\r\nhe", "llo\r\n", "0\r\n\r\n", LAST), 2, 3);
	}

	@ParameterizedTest
	@EnumSource(names = { "AT_THE_END", "BY_LISTENER", "BY_DISPATCH", "BY_THREAD", "SET_BY_THREAD" })
	void whenBodyHasALengthThenItIsAnswered(How how) throws Exception {
		assertAsOnStock("hello {}", List.of(head(how, "Content-Length: 5\r\n") + "he", "llo" + LAST), 2, 3);
	}

	@ParameterizedTest
	@EnumSource(names = { "AT_THE_END", "BY_LISTENER", "BY_DISPATCH", "BY_THREAD" })
	void whenChunkedBodyIsEmptyThenItIsAnswered(How how) throws Exception {
		assertAsOnStock(" {}", List.of(chunked(how) + "0\r\n\r\n" + LAST));
	}

	@Test
	void whenChunkedBodyHasTrailersThenTheyAreSeen() throws Exception {
		ours.protocol().setAllowedTrailerHeaders("Sum");
		stock.protocol().setAllowedTrailerHeaders("Sum");
		assertAsOnStock("hello {Sum=12}",
				List.of(chunked(How.AT_THE_END) + "5\r\nhello\r\n0\r\nSum: 12\r\n", "\r\n" + LAST), 5);
	}

	@Test
	void whenClientAsksBeforeItSendsChunksThenItIsAnswered() throws Exception {
		assertAsOnStock("hello {}",
				List.of(head(How.AT_THE_END, "Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n"),
						"5\r\nhello\r\n0\r\n\r\n" + LAST),
				0, 5);
	}

	@Test
	void whenRestOfChunkedBodyIsLeftThenItIsDropped() throws Exception {
		assertAsOnStock("early hello", List.of(chunked(How.AT_ONCE) + "5\r\nhello\r\n0\r\n\r\n" + LAST), 5);
	}

	@Test
	void whenChunkedBodyIsLeftUnreadThenItIsDropped() throws Exception {
		assertAsOnStock("unread", List.of(chunked(How.UNREAD) + "5\r\nhello\r\n0\r\n\r\n" + LAST));
	}

	@Test
	void whenListenerFailsAtTheEndOfChunkedBodyThenConnectionEnds() throws Exception {
		assertAsOnStock("", List.of(chunked(How.FAIL) + "5\r\nhello\r\n0\r\n\r\n"), 5);
	}

	/**
	 * Tomcat's own connector never calls the listener for writing then.
	 */
	@Test
	void whenWriteListenerIsSetBeforeLastChunkIsReadThenItIsCalled() throws Exception {
		assertThat(answers(ours, List.of(chunked(How.LISTENER_FIRST) + "5\r\nhello\r\n0\r\n\r\n" + LAST), 5))
			.containsSubsequence("first", "last");
	}

	/**
	 * Requests that come together run in coroutines other than the one that processes
	 * their connection.
	 */
	@ParameterizedTest
	@EnumSource(names = { "AT_THE_END", "BY_LISTENER", "BY_DISPATCH", "BY_THREAD", "SET_BY_THREAD" })
	void whenChunkedBodiesComeTogetherThenEachIsAnswered(How how) throws Exception {
		String one = chunked(how) + "5\r\nhello\r\n0\r\n\r\n";
		String other = chunked(how) + "5\r\nthere\r\n0\r\n\r\n";
		assertAsOnStock("there {}", List.of(one + other + one + LAST), 15);
	}

	/**
	 * One of Tomcat's own connectors that runs each request in a coroutine of its own.
	 */
	@Test
	void whenChunkedBodiesComeTogetherOnConnectorOfTomcatThenEachIsAnswered() throws Exception {
		String one = chunked(How.AT_THE_END) + "5\r\nhello\r\n0\r\n\r\n";
		try (TestServer server = TestServer.ofStock()) {
			server.protocol().setExecutor(SeparateRequests.executor(server.runtime(), server.protocol()));
			SeparateRequests.on(server.connector(), server.runtime());
			server(server);
			assertThat(answers(server, List.of(one + one + LAST), 10))
				.isEqualTo(answers(stock, List.of(one + one + LAST), 10));
		}
	}

	/**
	 * The body of the first is read in its listener when the second has come already, and
	 * must not be answered before.
	 */
	@Test
	void whenNextRequestHasComeBeforeLastChunkIsReadThenItIsAnsweredAfterIt() throws Exception {
		CountDownLatch sent = new CountDownLatch(1);
		String filler = "x".repeat(30_000);
		try (TestServer server = TestServer.ofCoroutines().serve("/", (request, response) -> {
			AsyncContext context = request.startAsync();
			ServletInputStream in = request.getInputStream();
			in.setReadListener(new Reader(context, in) {

				@Override
				void begin() throws InterruptedException {
					assertThat(sent.await(60, TimeUnit.SECONDS)).isTrue();
				}

			});
		}).serve("/last", (request, response) -> response.getWriter().print("last")).start();
				RawClient client = server.connect()) {
			client.send("POST / HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n7530\r\n" + filler
					+ "\r\n0\r\n\r\n" + LAST);
			sent.countDown();
			assertThat(client.response().text()).isEqualTo("30000");
			assertThat(client.response().text()).isEqualTo("last");
		}
	}

	/**
	 * What Tomcat's own event inside a request did: it took the buffers and the worker
	 * away, and had the connection wait for the next request.
	 */
	@Test
	void whenEventIsProcessedInsideRequestThenRequestKeepsItsConnection() throws Exception {
		AtomicBoolean busy = new AtomicBoolean();
		AtomicInteger idle = new AtomicInteger(-1);
		try (TestServer server = TestServer.ofCoroutines()) {
			server.serve("/", (request, response) -> {
				SocketWrapperBase<StreamSocket> connection = server.endpoint().getConnections().iterator().next();
				for (SocketEvent event : SocketEvent.values()) {
					connection.processSocket(event, false);
				}
				busy.set(server.endpoint().getCurrentThreadsBusy() == 1);
				idle.set(server.endpoint().getKeepAliveCount());
				response.getWriter().print("kept");
			}).start();
			try (RawClient client = server.connect()) {
				assertThat(client.get("/").text()).isEqualTo("kept");
				assertThat(client.get("/").text()).isEqualTo("kept");
			}
		}
		assertThat(busy).isTrue();
		assertThat(idle).hasValue(0);
	}

	/**
	 * A listener that has read the last chunk, and waits then.
	 */
	@Test
	void whenStoppedAfterLastChunkThenRequestIsInterruptedAndAwaited() throws Exception {
		CountDownLatch entered = new CountDownLatch(1);
		AtomicBoolean interrupted = new AtomicBoolean();
		try (TestServer server = TestServer.ofCoroutines().serve("/", (request, response) -> {
			AsyncContext context = request.startAsync();
			ServletInputStream in = request.getInputStream();
			in.setReadListener(new Reader(context, in) {

				@Override
				void end() {
					entered.countDown();
					try {
						new CountDownLatch(1).await(60, TimeUnit.SECONDS);
					}
					catch (InterruptedException ex) {
						interrupted.set(true);
					}
				}

			});
		}).start(); RawClient client = server.connect()) {
			client.send("POST / HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
			assertThat(entered.await(60, TimeUnit.SECONDS)).isTrue();
			assertThat(server.endpoint().getCurrentThreadsBusy()).isEqualTo(1);
			server.connector().stop();
			assertThat(interrupted).isTrue();
		}
	}

	/**
	 * A listener that has been told that there is nothing to read has the connection wait
	 * for more of its request, which is not idle by that.
	 */
	@ParameterizedTest
	@EnumSource(Coding.class)
	void whenRequestWaitsForMoreOfItsBodyThenItsConnectionIsNotIdle(Coding coding) throws Exception {
		CountDownLatch waiting = new CountDownLatch(1);
		CountDownLatch closed = new CountDownLatch(1);
		try (TestServer server = TestServer.ofCoroutines()) {
			server.serve("/", (request, response) -> waitForMore(request, response, waiting, closed));
			server.connector().setProperty("bindOnInit", "false");
			server.start();
			try (RawClient client = server.connect()) {
				client.send("POST / HTTP/1.1\r\nHost: test\r\n" + coding.head);
				assertThat(waiting.await(60, TimeUnit.SECONDS)).isTrue();
				assertThat(server.endpoint().getKeepAliveCount()).isZero();
				server.connector().pause();
				server.protocol().closeServerSocketGraceful();
				closed.countDown();
				client.send(coding.rest);
				assertThat(client.response().text()).isEqualTo("5");
				assertThat(client.isEnded()).isTrue();
			}
		}
	}

	private static void waitForMore(HttpServletRequest request, HttpServletResponse response, CountDownLatch waiting,
			CountDownLatch closed) throws IOException {
		AsyncContext context = request.startAsync();
		ServletInputStream in = request.getInputStream();
		in.setReadListener(new Reader(context, in));
		if (!in.isReady()) {
			waiting.countDown();
		}
		try {
			assertThat(closed.await(60, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IOException(ex);
		}
	}

	/**
	 * How a body is sent.
	 */
	enum Coding {

		/** With its length. */
		LENGTH("Content-Length: 5\r\n\r\n", "hello"),

		/** In chunks. */
		CHUNKS("Transfer-Encoding: chunked\r\n\r\n", "5\r\nhello\r\n0\r\n\r\n");

		private final String head;

		private final String rest;

		Coding(String head, String rest) {
			this.head = head;
			this.rest = rest;
		}

	}

	/**
	 * Reads a body and answers with its length.
	 */
	private static class Reader implements ReadListener {

		private final AsyncContext context;

		private final ServletInputStream in;

		private int length;

		Reader(AsyncContext context, ServletInputStream in) {
			this.context = context;
			this.in = in;
		}

		/**
		 * Called before anything is read.
		 */
		void begin() throws InterruptedException {
		}

		/**
		 * Called when all has been read, in the same event.
		 */
		void end() {
		}

		@Override
		public void onDataAvailable() throws IOException {
			try {
				begin();
			}
			catch (InterruptedException ex) {
				throw new IOException(ex);
			}
			byte[] buffer = new byte[1000];
			while (this.in.isReady()) {
				int count = this.in.read(buffer);
				if (count < 0) {
					end();
					return;
				}
				this.length += count;
			}
		}

		@Override
		public void onAllDataRead() throws IOException {
			this.context.getResponse().getOutputStream().print(this.length);
			this.context.complete();
		}

		@Override
		public void onError(Throwable failure) {
			this.context.complete();
		}

	}

}
