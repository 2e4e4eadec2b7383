package io.coroutine.autoconfigure.tomcat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that a client sends together run in coroutines of their own, whatever the
 * connector.
 */
class PipelinedRequestsTests {

	@ParameterizedTest
	@ValueSource(strings = { "coroutine.engine=event-loop", "coroutine.engine=portable",
			"coroutine.tomcat.connector.enabled=false" })
	void whenRequestsComeTogetherThenEachRunsInItsOwnCoroutine(String property) {
		TomcatApplication.runner()
			.withPropertyValues(property)
			.run((context) -> assertThat(coroutinesOfThree(TomcatApplication.server(context).getPort())).hasSize(3)
				.doesNotContain("none")
				.doesNotHaveDuplicates());
	}

	private static List<String> coroutinesOfThree(int port) throws IOException {
		String request = "GET /probe HTTP/1.1\r\nHost: test\r\n";
		String all = (request + "\r\n").repeat(2) + request + "Connection: close\r\n\r\n";
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			socket.getOutputStream().write(all.getBytes(StandardCharsets.ISO_8859_1));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1).lines()
				.filter((line) -> line.startsWith(Probe.NUMBER))
				.map((line) -> line.substring(Probe.NUMBER.length() + 1).trim())
				.toList();
		}
	}

}
