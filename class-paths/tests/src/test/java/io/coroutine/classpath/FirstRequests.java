package io.coroutine.classpath;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests of plain sockets, each on a connection of its own, sent at once.
 */
final class FirstRequests implements AutoCloseable {

	private static final String[] PATHS = { "/sleeps", "/queries", "/asks" };

	/** To keep the test from hanging. */
	private static final int LIMIT_MILLIS = 120_000;

	private final List<Socket> sockets = new ArrayList<>();

	private FirstRequests() {
	}

	/**
	 * Open so many connections, and then send a request on each.
	 */
	static FirstRequests send(int port, int count) throws IOException {
		FirstRequests requests = new FirstRequests();
		try {
			for (int i = 0; i < count; i++) {
				Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
				socket.setSoTimeout(LIMIT_MILLIS);
				requests.sockets.add(socket);
			}
			for (int i = 0; i < count; i++) {
				requests.sockets.get(i)
					.getOutputStream()
					.write(("GET " + PATHS[i % PATHS.length] + " HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n")
						.getBytes(StandardCharsets.US_ASCII));
			}
			return requests;
		}
		catch (IOException ex) {
			requests.close();
			throw ex;
		}
	}

	/**
	 * Wait for all answers, which must be of status 200.
	 * @return the bodies, each with how many have got it
	 */
	Map<String, Integer> answers() throws IOException {
		Map<String, Integer> bodies = new TreeMap<>();
		for (Socket socket : this.sockets) {
			InputStream input = socket.getInputStream();
			String answer = new String(input.readAllBytes(), StandardCharsets.UTF_8);
			assertThat(answer).startsWith("HTTP/1.1 200 ");
			bodies.merge(answer.substring(answer.indexOf("\r\n\r\n") + 4), 1, Integer::sum);
		}
		return bodies;
	}

	@Override
	public void close() throws IOException {
		for (Socket socket : this.sockets) {
			socket.close();
		}
	}

}
