package io.coroutine.tomcat;

import java.io.IOException;
import java.util.Random;

import io.coroutine.Coroutine;
import io.coroutine.StackMode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests in coroutines that own a whole stack, and so are platform threads.
 */
class PrivateStackTests {

	private static void echo(HttpServletRequest request, HttpServletResponse response) throws IOException {
		Coroutine current = Coroutine.current();
		assertThat(current).isNotNull();
		assertThat(current.stackMode()).isEqualTo(StackMode.PRIVATE);
		assertThat(Thread.currentThread().isVirtual()).isFalse();
		request.getInputStream().transferTo(response.getOutputStream());
	}

	private static TestServer server() throws Exception {
		return TestServer.ofCoroutines((runtime) -> runtime.stackMode(StackMode.PRIVATE))
			.serve("/", PrivateStackTests::echo)
			.with((protocol) -> protocol.setMaxSwallowSize(-1))
			.start();
	}

	@Test
	void whenRequestsFollowThenEachIsAnswered() throws Exception {
		byte[] body = new byte[5_000_000];
		new Random(7).nextBytes(body);
		try (TestServer server = server()) {
			try (RawClient client = server.connect()) {
				for (int i = 0; i < 3; i++) {
					client.send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: " + body.length + "\r\n\r\n");
					Thread sender = Thread.ofPlatform().start(() -> {
						try {
							client.send(body);
						}
						catch (IOException ex) {
							throw new java.io.UncheckedIOException(ex);
						}
					});
					assertThat(client.response().body()).isEqualTo(body);
					sender.join();
				}
			}
			server.awaitNothingLeft();
		}
	}

	@Test
	void whenRequestsComeTogetherThenEachIsAnswered() throws Exception {
		try (TestServer server = server()) {
			try (RawClient client = server.connect()) {
				client.send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 1\r\n\r\na".repeat(20));
				for (int i = 0; i < 20; i++) {
					assertThat(client.response().text()).isEqualTo("a");
				}
			}
			server.awaitNothingLeft();
		}
	}

}
