package io.coroutine.tomcat;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

/**
 * What clients should not send is answered as by Tomcat's own connector, to the byte, and
 * leaves nothing behind.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTests {

	private static final String HOST = "Host: test\r\n";

	private TestServer coroutines;

	private TestServer stock;

	private final Map<Exchange, Future<String>> stockAnswers = new HashMap<>();

	private final Map<Exchange, Future<String>> answers = new HashMap<>();

	private final ExecutorService clients = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory());

	/**
	 * All clients talk at once, as most of the time passes in time-outs.
	 */
	@BeforeAll
	void talk() throws Exception {
		this.stock = configure(TestServer.ofStock()).start();
		this.coroutines = configure(TestServer.ofCoroutines()).start();
		Stream.concat(input(), incomplete())
			.map((arguments) -> (String) arguments.get()[0])
			.flatMap((input) -> Stream.of(new Exchange(input, false), new Exchange(input, true)))
			.forEach((exchange) -> {
				this.stockAnswers.put(exchange, this.clients.submit(() -> exchange.with(this.stock)));
				this.answers.put(exchange, this.clients.submit(() -> exchange.with(this.coroutines)));
			});
	}

	private static TestServer configure(TestServer server) {
		return server.serve("/", BadInputTests::answer).with((protocol) -> {
			// Longer than a client is held up on a busy machine between its steps
			protocol.setConnectionTimeout(4000);
			protocol.setKeepAliveTimeout(4000);
			protocol.setMaxSwallowSize(100);
		});
	}

	private static void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
		if (request.getParameter("read") != null) {
			request.getInputStream().readAllBytes();
		}
		response.setContentType("text/plain");
		response.getWriter().print("OK " + request.getMethod());
	}

	@AfterAll
	void stopServers() throws Exception {
		this.clients.close();
		this.coroutines.awaitNothingLeft();
		this.coroutines.close();
		this.stock.close();
	}

	static Stream<Arguments> input() {
		return Stream.of(argumentSet("zeros", "\0\0\0\0\r\n\r\n"), argumentSet("words", "what is this\r\n\r\n"),
				argumentSet("method only", "GET\r\n\r\n"),
				argumentSet("unknown version", "GET / HTTP/3.7\r\n" + HOST + "\r\n"),
				argumentSet("version of letters", "GET / HTTX/1.1\r\n" + HOST + "\r\n"),
				argumentSet("no host", "GET / HTTP/1.1\r\n\r\n"),
				argumentSet("two hosts", "GET / HTTP/1.1\r\n" + HOST + HOST + "\r\n"),
				argumentSet("bad host", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n"),
				argumentSet("bad target", "GET /<> HTTP/1.1\r\n" + HOST + "\r\n"),
				argumentSet("bad escape", "GET /%zz HTTP/1.1\r\n" + HOST + "\r\n"),
				argumentSet("bad header name", "GET / HTTP/1.1\r\n" + HOST + "a b: c\r\n\r\n"),
				argumentSet("header without colon", "GET / HTTP/1.1\r\n" + HOST + "abc\r\n\r\n"),
				argumentSet("long header", "GET / HTTP/1.1\r\n" + HOST + "A: " + "a".repeat(9000) + "\r\n\r\n"),
				argumentSet("very long header", "GET / HTTP/1.1\r\n" + HOST + "A: " + "a".repeat(200_000)),
				argumentSet("long target", "GET /" + "a".repeat(9000) + " HTTP/1.1\r\n" + HOST + "\r\n"),
				argumentSet("many headers", "GET / HTTP/1.1\r\n" + HOST + "A: b\r\n".repeat(200) + "\r\n"),
				argumentSet("length of letters", "POST / HTTP/1.1\r\n" + HOST + "Content-Length: abc\r\n\r\n"),
				argumentSet("negative length", "POST / HTTP/1.1\r\n" + HOST + "Content-Length: -1\r\n\r\n"),
				argumentSet("two lengths",
						"POST / HTTP/1.1\r\n" + HOST + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab"),
				argumentSet("length and chunks",
						"POST / HTTP/1.1\r\n" + HOST
								+ "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
				argumentSet("unknown coding", "POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: foo\r\n\r\n"),
				argumentSet("bad chunk",
						"POST /?read HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\nzz\r\n"),
				argumentSet("bad chunk unread",
						"POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\nzz\r\n"),
				argumentSet("unknown expectation",
						"POST / HTTP/1.1\r\n" + HOST + "Expect: wonders\r\nContent-Length: 1\r\n\r\na"),
				argumentSet("more body than is swallowed",
						"POST / HTTP/1.1\r\n" + HOST + "Content-Length: 1000\r\n\r\n" + "a".repeat(1000)),
				argumentSet("HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
				argumentSet("TLS", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003"),
				argumentSet("upgrade to HTTP/2",
						"GET / HTTP/1.1\r\n" + HOST
								+ "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: \r\n\r\n"),
				argumentSet("empty lines first", "\r\n\r\n\r\nGET / HTTP/1.1\r\n" + HOST + "\r\n"),
				argumentSet("line feeds only", "GET / HTTP/1.1\n" + HOST + "\n"),
				argumentSet("good, then bad", "GET / HTTP/1.1\r\n" + HOST + "\r\n" + "what is this\r\n\r\n"),
				argumentSet("HTTP/1.0", "GET / HTTP/1.0\r\n\r\n"),
				argumentSet("HTTP/1.0, kept", "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"),
				argumentSet("asterisk", "OPTIONS * HTTP/1.1\r\n" + HOST + "\r\n"),
				argumentSet("connect", "CONNECT test:1 HTTP/1.1\r\n" + HOST + "\r\n"),
				argumentSet("trace", "TRACE / HTTP/1.1\r\n" + HOST + "\r\n"));
	}

	static Stream<Arguments> incomplete() {
		return Stream.of(argumentSet("nothing", ""), argumentSet("empty line", "\r\n"),
				argumentSet("half a method", "GE"), argumentSet("half a target", "GET /ab"),
				argumentSet("half a version", "GET / HTT"), argumentSet("half a header", "GET / HTTP/1.1\r\nHos"),
				argumentSet("no last line", "GET / HTTP/1.1\r\n" + HOST),
				argumentSet("half a body", "POST /?read HTTP/1.1\r\n" + HOST + "Content-Length: 10\r\n\r\nabc"),
				argumentSet("half a body unread", "POST / HTTP/1.1\r\n" + HOST + "Content-Length: 10\r\n\r\nabc"),
				argumentSet("half a chunk",
						"POST /?read HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\na\r\nabc"),
				argumentSet("no last chunk",
						"POST /?read HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n"),
				argumentSet("a request, then half of one", "GET / HTTP/1.1\r\n" + HOST + "\r\nGET / HTTP/1.1\r\n"));
	}

	@ParameterizedTest
	@MethodSource({ "input", "incomplete" })
	void whenInputIsFollowedBySilenceThenAnsweredAndEndedAsByStock(String input) throws Exception {
		assertSame(new Exchange(input, false));
	}

	@ParameterizedTest
	@MethodSource({ "input", "incomplete" })
	void whenInputIsFollowedByEndOfStreamThenAnsweredAndEndedAsByStock(String input) throws Exception {
		assertSame(new Exchange(input, true));
	}

	@ParameterizedTest
	@MethodSource({ "input", "incomplete" })
	void whenInputIsFollowedByResetThenNothingIsLeft(String input) throws Exception {
		try (RawClient client = this.coroutines.connect()) {
			client.send(input).reset();
		}
	}

	/**
	 * With servers of their own: after a request of this kind, Tomcat's processor leaves
	 * out the head of its next response if the request line of that is bad.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "GET /\r\n", "POST /\r\n" })
	void whenInputIsOfOldestVersionThenAnsweredAndEndedAsByStock(String input) throws Exception {
		try (TestServer ownStock = configure(TestServer.ofStock()).start();
				TestServer ownCoroutines = configure(TestServer.ofCoroutines()).start()) {
			Exchange exchange = new Exchange(input, false);
			assertThat(exchange.with(ownCoroutines)).isNotEmpty().isEqualTo(exchange.with(ownStock));
			ownCoroutines.awaitNothingLeft();
		}
	}

	private void assertSame(Exchange exchange) throws Exception {
		assertThat(this.answers.get(exchange).get()).isEqualTo(this.stockAnswers.get(exchange).get());
	}

	/**
	 * What a client does.
	 */
	private record Exchange(String input, boolean end) {

		/**
		 * Return all that the server sends until it ends the connection.
		 */
		String with(TestServer server) throws IOException {
			try (RawClient client = server.connect()) {
				try {
					client.send(this.input);
					if (this.end) {
						client.socket().shutdownOutput();
					}
				}
				catch (IOException ex) {
					// It has answered and ended the connection already
				}
				return client.all().replaceAll("Date: [^\r]*", "Date: -");
			}
		}

	}

}
