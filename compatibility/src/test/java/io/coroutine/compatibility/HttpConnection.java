package io.coroutine.compatibility;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A connection that sends what it is told, byte for byte, and reads one answer after the
 * other: several requests may be sent before the first answer is read.
 */
public final class HttpConnection implements AutoCloseable {

	private static final int PATIENCE_MILLIS = 60_000;

	private final Socket socket;

	private final InputStream in;

	public HttpConnection(int port) throws IOException {
		this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
		this.socket.setSoTimeout(PATIENCE_MILLIS);
		this.socket.setTcpNoDelay(true);
		this.in = new BufferedInputStream(this.socket.getInputStream(), 16 * 1024);
	}

	public void send(byte[] bytes) throws IOException {
		this.socket.getOutputStream().write(bytes);
	}

	/**
	 * Read an answer: head, and body by its length or chunks, or up to the end.
	 * @param toHead whether it answers a request of method HEAD
	 */
	public Answer receive(boolean toHead) throws IOException {
		String status = line();
		List<String> headers = new ArrayList<>();
		for (String line = line(); !line.isEmpty(); line = line()) {
			headers.add(line);
		}
		Answer head = new Answer(status, headers, new byte[0]);
		if (toHead || head.code() == 204 || head.code() == 304) {
			return head;
		}
		return new Answer(status, headers, body(head));
	}

	private byte[] body(Answer head) throws IOException {
		String length = head.header("Content-Length").orElse(null);
		if (length != null) {
			return exactly(Integer.parseInt(length));
		}
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		if (head.header("Transfer-Encoding").isPresent()) {
			for (int size = chunkSize(); size > 0; size = chunkSize()) {
				body.write(exactly(size));
				line();
			}
			line();
		}
		else {
			this.in.transferTo(body);
		}
		return body.toByteArray();
	}

	private int chunkSize() throws IOException {
		return Integer.parseInt(line(), 16);
	}

	private byte[] exactly(int length) throws IOException {
		byte[] bytes = this.in.readNBytes(length);
		if (bytes.length < length) {
			throw new EOFException();
		}
		return bytes;
	}

	private String line() throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int next = this.in.read(); next != '\n'; next = this.in.read()) {
			if (next < 0) {
				throw new EOFException("The connection ends after: " + line);
			}
			line.write(next);
		}
		return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
