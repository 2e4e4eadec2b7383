package io.coroutine.sample.endtoend;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An inventory that can be told to keep its answers to itself for a while. It has no
 * coffee.
 */
final class BrownOutServer implements AutoCloseable {

	private final ServerSocket socket = new ServerSocket(0, 500, InetAddress.getByName("localhost"));

	private final AtomicInteger connections = new AtomicInteger();

	private final AtomicInteger calls = new AtomicInteger();

	private volatile CountDownLatch mayAnswer = new CountDownLatch(0);

	BrownOutServer() throws IOException {
		Thread.ofPlatform().daemon().start(this::accept);
	}

	URI uri() {
		return URI.create("http://localhost:" + this.socket.getLocalPort());
	}

	/**
	 * Take calls, but answer none.
	 */
	void brownOut() {
		this.mayAnswer = new CountDownLatch(1);
	}

	/**
	 * Answer all calls, those that were taken meanwhile, too.
	 */
	void recover() {
		this.mayAnswer.countDown();
	}

	int connections() {
		return this.connections.get();
	}

	int calls() {
		return this.calls.get();
	}

	private void accept() {
		try {
			while (true) {
				Socket connection = this.socket.accept();
				this.connections.incrementAndGet();
				Thread.ofPlatform().daemon().start(() -> serve(connection));
			}
		}
		catch (IOException ex) {
			// Closed
		}
	}

	private void serve(Socket connection) {
		try (connection) {
			BufferedReader input = new BufferedReader(
					new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
			String request = input.readLine();
			while (request != null) {
				skipHeaders(input);
				this.calls.incrementAndGet();
				this.mayAnswer.await();
				answer(connection.getOutputStream(), request);
				request = input.readLine();
			}
		}
		catch (IOException | InterruptedException ex) {
			// The client has given up
		}
		finally {
			this.connections.decrementAndGet();
		}
	}

	private static void skipHeaders(BufferedReader input) throws IOException {
		String line = input.readLine();
		while (line != null && !line.isEmpty()) {
			line = input.readLine();
		}
	}

	private static void answer(OutputStream output, String request) throws IOException {
		String status = request.contains("/coffee") ? "404 Not Found" : "200 OK";
		String body = "{\"sku\":\"tea-assam\",%s}"
			.formatted(request.contains("/lead-time") ? "\"days\":2" : "\"available\":42");
		output.write("HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
			.formatted(status, body.length(), body)
			.getBytes(StandardCharsets.US_ASCII));
		output.flush();
	}

	@Override
	public void close() throws IOException {
		recover();
		this.socket.close();
	}

}
