package io.coroutine.compatibility.client;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Another service whose answers come when the test says so: the first half of each, and
 * then the second. It does not read the body of a request before that.
 */
final class GatedServer implements AutoCloseable {

	static final String HALF = "half of it ".repeat(10_000);

	private final ServerSocket listener = new ServerSocket(0, 200, InetAddress.getByName("127.0.0.1"));

	private final AtomicInteger inside = new AtomicInteger();

	private final AtomicInteger halfway = new AtomicInteger();

	private final AtomicInteger gone = new AtomicInteger();

	private final CountDownLatch firstHalf = new CountDownLatch(1);

	private final CountDownLatch secondHalf = new CountDownLatch(1);

	GatedServer() throws IOException {
		Thread.ofPlatform().daemon().name("gated-server").start(this::accept);
	}

	String url() {
		return "http://127.0.0.1:" + this.listener.getLocalPort() + "/";
	}

	/**
	 * Return how many requests have come.
	 */
	int inside() {
		return this.inside.get();
	}

	/**
	 * Return how many have got the first half of their answer.
	 */
	int halfway() {
		return this.halfway.get();
	}

	/**
	 * Return how many clients have gone before they had their answer.
	 */
	int gone() {
		return this.gone.get();
	}

	void sendFirstHalf() {
		this.firstHalf.countDown();
	}

	void sendSecondHalf() {
		this.secondHalf.countDown();
	}

	private void accept() {
		try {
			while (true) {
				Socket socket = this.listener.accept();
				Thread.ofPlatform().daemon().start(() -> serve(socket));
			}
		}
		catch (IOException ex) {
			// It is closed
		}
	}

	private void serve(Socket socket) {
		try (socket) {
			InputStream in = new BufferedInputStream(socket.getInputStream());
			String head = upTo("\r\n\r\n", in);
			this.inside.incrementAndGet();
			watch(socket, in, head);
			this.firstHalf.await();
			skipBody(head.toLowerCase(Locale.ROOT), in);
			socket.getOutputStream()
				.write(("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: "
						+ 2 * HALF.length() + "\r\n\r\n" + HALF)
					.getBytes(StandardCharsets.ISO_8859_1));
			this.halfway.incrementAndGet();
			this.secondHalf.await();
			socket.getOutputStream().write(HALF.getBytes(StandardCharsets.ISO_8859_1));
		}
		catch (IOException | InterruptedException ex) {
			// The client has gone
		}
	}

	/**
	 * Notice that a client goes, which has nothing more to send.
	 */
	private void watch(Socket socket, InputStream in, String head) {
		if (head.startsWith("GET")) {
			Thread.ofPlatform().daemon().start(() -> {
				try {
					if (in.read() < 0) {
						this.gone.incrementAndGet();
					}
				}
				catch (IOException ex) {
					this.gone.incrementAndGet();
				}
			});
		}
	}

	private static String upTo(String end, InputStream in) throws IOException {
		StringBuilder text = new StringBuilder();
		while (text.indexOf(end, text.length() - end.length()) < 0) {
			int next = in.read();
			if (next < 0) {
				throw new EOFException();
			}
			text.append((char) next);
		}
		return text.toString();
	}

	private static void skipBody(String head, InputStream in) throws IOException {
		String length = "content-length: ";
		int start = head.indexOf(length) + length.length();
		if (start > length.length()) {
			in.skipNBytes(Integer.parseInt(head.substring(start, head.indexOf("\r\n", start))));
		}
		else if (head.contains("chunked")) {
			upTo("\r\n0\r\n\r\n", in);
		}
	}

	@Override
	public void close() throws IOException {
		this.listener.close();
		sendFirstHalf();
		sendSecondHalf();
	}

}
