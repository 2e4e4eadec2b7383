package io.coroutine.compatibility.starter;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Another service, which writes down what it is sent, byte for byte, and answers by the
 * path. A request that is not complete is written down as far as it came; not those that
 * are given up on, as they can come late.
 */
final class RecordingServer implements AutoCloseable {

	/** How many requests for {@code /together} wait for each other. */
	static final int CROWD = 12;

	private static final String SILENT = " /silent ";

	private static final long PATIENCE_SECONDS = 120;

	private final ServerSocket listener;

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private volatile CountDownLatch crowd = new CountDownLatch(CROWD);

	RecordingServer() throws IOException {
		this.listener = new ServerSocket(0, 100, InetAddress.getByName("127.0.0.1"));
		Thread.ofPlatform().daemon().name("recording-server").start(this::accept);
	}

	int port() {
		return this.listener.getLocalPort();
	}

	/**
	 * Return what was sent, with what differs from one server to the next left out.
	 */
	List<String> requests() {
		return this.requests.stream().map(this::withoutPort).toList();
	}

	String withoutPort(String text) {
		return text.replace(":" + port(), ":*");
	}

	/**
	 * Forget what was sent, and begin anew.
	 */
	void clear() {
		this.requests.clear();
		this.crowd = new CountDownLatch(CROWD);
	}

	private void accept() {
		while (!this.listener.isClosed()) {
			try {
				Socket socket = this.listener.accept();
				Thread.ofPlatform().daemon().start(() -> serve(socket));
			}
			catch (IOException ex) {
				// It is closed, which ends the loop
			}
		}
	}

	private void serve(Socket socket) {
		try (socket) {
			socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
			InputStream in = new BufferedInputStream(socket.getInputStream());
			String head = receive(in);
			if (!head.isEmpty()) {
				answer(socket, in, head.split("[ ?]")[1].replaceFirst("^http://[^/]+", ""));
			}
		}
		catch (IOException | InterruptedException ex) {
			// The client sees that the connection ends
		}
	}

	/**
	 * Read a request and write it down.
	 * @return its head
	 */
	private String receive(InputStream in) throws IOException {
		ByteArrayOutputStream request = new ByteArrayOutputStream();
		String head = upTo("\r\n\r\n", in, request);
		try {
			String lower = head.toLowerCase();
			if (lower.contains("transfer-encoding: chunked")) {
				upTo("\r\n0\r\n\r\n", in, request);
			}
			else if (lower.contains("content-length: ")) {
				String length = lower.split("content-length: ")[1].split("\r\n")[0];
				request.write(in.readNBytes(Integer.parseInt(length)));
			}
			return head;
		}
		finally {
			if (!head.isEmpty() && !head.contains(SILENT)) {
				this.requests.add(request.toString(StandardCharsets.ISO_8859_1));
			}
		}
	}

	private static String upTo(String end, InputStream in, ByteArrayOutputStream into) throws IOException {
		StringBuilder text = new StringBuilder();
		for (int next = in.read(); next >= 0; next = in.read()) {
			into.write(next);
			text.append((char) next);
			if (text.length() >= end.length() && text.indexOf(end, text.length() - end.length()) >= 0) {
				break;
			}
		}
		return text.toString();
	}

	private void answer(Socket socket, InputStream in, String path) throws IOException, InterruptedException {
		String[] step = path.substring(1).split("/");
		switch (step[0]) {
			case "status" -> send(socket, step[1] + " Status", "Retry-After: 1\r\n", "no");
			case "redirect" -> send(socket, step[1] + " Elsewhere", "Location: /hello\r\n", "");
			case "cookie" -> send(socket, "200 OK", "Set-Cookie: user=alice; Path=/\r\n", "taken");
			case "large" -> send(socket, "200 OK", "", "screw ".repeat(100_000));
			case "together" -> {
				CountDownLatch all = this.crowd;
				all.countDown();
				boolean together = all.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
				send(socket, (together) ? "200 OK" : "500 Alone", "", "together");
			}
			case "close" -> socket.getOutputStream().flush();
			case "half" -> {
				socket.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf".getBytes());
				socket.getOutputStream().flush();
			}
			case "silent" -> in.transferTo(ByteArrayOutputStream.nullOutputStream());
			default -> send(socket, "200 OK", "", "hello");
		}
	}

	private static void send(Socket socket, String status, String headers, String body) throws IOException {
		String answer = "HTTP/1.1 " + status + "\r\n" + headers + "Content-Type: text/plain\r\nContent-Length: "
				+ body.length() + "\r\nConnection: close\r\n\r\n" + body;
		socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
	}

	@Override
	public void close() throws IOException {
		this.listener.close();
	}

}
