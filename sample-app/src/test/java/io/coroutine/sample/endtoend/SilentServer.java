package io.coroutine.sample.endtoend;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Reads requests and never answers.
 */
final class SilentServer implements AutoCloseable {

	private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getByName("localhost"));

	private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();

	SilentServer() throws IOException {
		Thread.ofPlatform().daemon().start(this::accept);
	}

	BlockingQueue<Call> calls() {
		return this.calls;
	}

	int port() {
		return this.socket.getLocalPort();
	}

	private void accept() {
		try {
			while (true) {
				Socket connection = this.socket.accept();
				Thread.ofPlatform().daemon().start(() -> serve(connection));
			}
		}
		catch (IOException ex) {
			// Closed
		}
	}

	private void serve(Socket connection) {
		CompletableFuture<Boolean> closed = new CompletableFuture<>();
		try (connection; InputStream input = connection.getInputStream()) {
			StringBuilder head = new StringBuilder();
			while (head.indexOf("\r\n\r\n") < 0) {
				head.append((char) byteOf(input));
			}
			String name = "x-deadline-millis: ";
			int start = head.toString().toLowerCase(Locale.ROOT).indexOf(name) + name.length();
			this.calls.add(new Call(Long.parseLong(head.substring(start, head.indexOf("\r\n", start))), closed));
			closed.complete(input.read() < 0);
		}
		catch (IOException ex) {
			closed.complete(true);
		}
	}

	/**
	 * Read a byte; a client whose time is over may go before it has sent all.
	 */
	private static int byteOf(InputStream input) throws IOException {
		int next = input.read();
		if (next < 0) {
			throw new EOFException();
		}
		return next;
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	record Call(long millis, CompletableFuture<Boolean> closed) {
	}

}
