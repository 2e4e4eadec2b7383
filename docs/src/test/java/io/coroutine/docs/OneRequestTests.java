package io.coroutine.docs;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

import io.coroutine.CoroutineRuntime;
import io.coroutine.docs.CallTrace.Call;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Follows {@code docs/one-request.md}: a request passes through the methods of that page
 * in their order. Client and database are channels of the test itself, whose threads use
 * no socket of ours; the database answers once the coroutine waits for it.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "coroutine.engine=event-loop", "coroutine.loops.count=1" })
class OneRequestTests {

	private static final Pattern STEP = Pattern.compile("(?m)^## (\\d)\\. .*$");

	private static final Pattern ROW = Pattern.compile("(?m)^\\| `(io\\.coroutine\\.[\\w.]+)` \\| `(\\w+)` \\|");

	private static final String REQUEST = "GET /order HTTP/1.1\r\nHost: localhost\r\n\r\n";

	@LocalServerPort
	private int port;

	@Autowired
	private CoroutineRuntime runtime;

	private static MarkdownFile page() throws IOException {
		return MarkdownFile.read(MarkdownFile.root().resolve("docs/one-request.md"));
	}

	private static List<Call> path() throws IOException {
		return ROW.matcher(page().text()).results().map((row) -> new Call(row.group(1), row.group(2))).toList();
	}

	@Test
	void whenThePageNamesStepsThenTheyAreThoseOfThePictureAndEachHasItsClass() throws IOException {
		String[] parts = STEP.split(page().text());
		List<String> steps = STEP.matcher(page().text()).results().map((step) -> step.group(1)).toList();
		assertThat(steps).containsExactly("1", "2", "3", "4", "5", "6", "7");
		assertThat(Arrays.copyOfRange(parts, 1, parts.length))
			.allSatisfy((part) -> assertThat(part).containsPattern(ROW));
		assertThat(MarkdownFile.read(MarkdownFile.root().resolve("README.md")).snippets(""))
			.filteredOn((picture) -> picture.contains("epoll -->"))
			.singleElement()
			.satisfies((picture) -> assertThat(Pattern.compile("\\b(\\d)\\. ")
				.matcher(picture)
				.results()
				.map((step) -> step.group(1))
				.sorted()
				.toList()).isEqualTo(steps));
	}

	@Test
	void whenThePageNamesAMethodThenItIsThere() throws Exception {
		for (Call call : path()) {
			assertThat(Class.forName(call.type(), false, getClass().getClassLoader()).getDeclaredMethods())
				.as(call.toString())
				.anySatisfy((method) -> assertThat(method.getName()).isEqualTo(call.method()));
		}
	}

	@Test
	void whenARequestIsServedThenItPassesThroughTheMethodsOfThePageInTheirOrder() throws Exception {
		List<Call> path = path();
		List<Call> calls = followRequest(path);
		assertThat(calls).containsSubsequence(path);
		assertThat(isFollowed(calls, path)).isTrue();
		assertThat(isFollowed(calls, path.reversed())).isFalse();
	}

	/**
	 * Serve two requests on one connection, and return the calls of the second one: only
	 * then does the connection wait for it, as does that to the database.
	 */
	private List<Call> followRequest(List<Call> path) throws Exception {
		try (CallTrace trace = CallTrace.of(new HashSet<>(path));
				ServerSocketChannel listener = ServerSocketChannel.open().bind(new InetSocketAddress("localhost", 0));
				Database database = new Database((InetSocketAddress) listener.getLocalAddress());
				SocketChannel server = listener.accept();
				SocketChannel client = SocketChannel.open(new InetSocketAddress("localhost", this.port))) {
			Orders.database = database;
			ask(client, server);
			trace.clear();
			ask(client, server);
			return trace.calls();
		}
	}

	private void ask(SocketChannel client, SocketChannel server) throws IOException {
		client.write(ByteBuffer.wrap(REQUEST.getBytes(StandardCharsets.US_ASCII)));
		readUntil(server, "?");
		await(() -> this.runtime.coroutines()
			.anyMatch((coroutine) -> String.valueOf(coroutine.waitingFor()).contains("read from")));
		server.write(ByteBuffer.wrap("!".getBytes(StandardCharsets.US_ASCII)));
		readUntil(client, "7 teapots");
		await(() -> this.runtime.coroutines().findAny().isEmpty());
	}

	private static void readUntil(SocketChannel channel, String end) throws IOException {
		StringBuilder text = new StringBuilder();
		ByteBuffer buffer = ByteBuffer.allocate(1024);
		while (!text.toString().endsWith(end)) {
			assertThat(channel.read(buffer.clear())).as(text.toString()).isPositive();
			text.append(StandardCharsets.US_ASCII.decode(buffer.flip()));
		}
	}

	private static void await(Callable<Boolean> condition) {
		Awaitility.await().atMost(Duration.ofMinutes(1)).until(condition);
	}

	private static boolean isFollowed(List<Call> calls, List<Call> path) {
		int next = 0;
		for (Call call : calls) {
			if (next < path.size() && call.equals(path.get(next))) {
				next++;
			}
		}
		return next == path.size();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Orders.class)
	static class Application {

	}

	@RestController
	static class Orders {

		private static volatile Database database;

		@GetMapping("/order")
		String order() throws IOException {
			return database.ask();
		}

	}

	/**
	 * Asks a database as a JDBC driver does, by a socket that it keeps.
	 */
	static final class Database implements AutoCloseable {

		private final Socket socket;

		Database(InetSocketAddress address) throws IOException {
			this.socket = new Socket(address.getAddress(), address.getPort());
		}

		String ask() throws IOException {
			this.socket.getOutputStream().write('?');
			InputStream answer = this.socket.getInputStream();
			return (answer.read() == '!') ? "7 teapots" : "none";
		}

		@Override
		public void close() throws IOException {
			this.socket.close();
		}

	}

}
