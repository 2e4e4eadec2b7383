package io.coroutine.tomcat;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * An HTTP client that sends what it is told, byte for byte.
 */
final class RawClient implements AutoCloseable {

	private static final int PATIENCE_MILLIS = 120_000;

	private final Socket socket;

	private RawClient(Socket socket) {
		this.socket = socket;
	}

	static RawClient connect(String host, int port) throws IOException {
		Socket socket = new Socket();
		socket.setSoTimeout(PATIENCE_MILLIS);
		socket.connect(new InetSocketAddress(host, port), PATIENCE_MILLIS);
		socket.setTcpNoDelay(true);
		return new RawClient(socket);
	}

	Socket socket() {
		return this.socket;
	}

	RawClient send(String text) throws IOException {
		return send(text.getBytes(StandardCharsets.ISO_8859_1));
	}

	RawClient send(byte[] bytes) throws IOException {
		OutputStream out = this.socket.getOutputStream();
		out.write(bytes);
		out.flush();
		return this;
	}

	Response get(String path) throws IOException {
		return send("GET " + path + " HTTP/1.1\r\nHost: test\r\n\r\n").response();
	}

	/**
	 * Read a response: head, and body by its length or chunks, or up to the end.
	 */
	Response response() throws IOException {
		String status = line();
		Map<String, String> headers = new LinkedHashMap<>();
		for (String line = line(); !line.isEmpty(); line = line()) {
			int colon = line.indexOf(':');
			headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).trim());
		}
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		String length = headers.get("content-length");
		if (status.startsWith("HTTP/1.1 1") || status.startsWith("HTTP/1.1 204")) {
			return new Response(status, headers, body.toByteArray());
		}
		if (length != null) {
			body.write(exactly(Integer.parseInt(length)));
		}
		else if ("chunked".equals(headers.get("transfer-encoding"))) {
			for (int size = chunkSize(); size > 0; size = chunkSize()) {
				body.write(exactly(size));
				line();
			}
			for (String line = line(); !line.isEmpty(); line = line()) {
				headers.put("trailer", line);
			}
		}
		else {
			this.socket.getInputStream().transferTo(body);
		}
		return new Response(status, headers, body.toByteArray());
	}

	/**
	 * Read all that comes until the server ends the connection, orderly or not.
	 */
	String all() {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try {
			this.socket.getInputStream().transferTo(bytes);
		}
		catch (SocketTimeoutException ex) {
			throw new AssertionError("The server has not ended the connection after: " + bytes, ex);
		}
		catch (IOException ex) {
			// A reset is an end, too
		}
		return bytes.toString(StandardCharsets.ISO_8859_1);
	}

	private int chunkSize() throws IOException {
		return Integer.parseInt(line(), 16);
	}

	private byte[] exactly(int length) throws IOException {
		byte[] bytes = this.socket.getInputStream().readNBytes(length);
		if (bytes.length < length) {
			throw new EOFException();
		}
		return bytes;
	}

	String line() throws IOException {
		InputStream in = this.socket.getInputStream();
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int next = in.read(); next != '\n'; next = in.read()) {
			if (next < 0) {
				throw new EOFException("The connection ends after: " + line);
			}
			line.write(next);
		}
		return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
	}

	/**
	 * Tell whether the server ends the connection, orderly or not, without sending
	 * anything.
	 */
	boolean isEnded() throws IOException {
		try {
			return this.socket.getInputStream().read() < 0;
		}
		catch (SocketTimeoutException ex) {
			return false;
		}
		catch (IOException ex) {
			return true;
		}
	}

	/**
	 * End the connection by a reset.
	 */
	void reset() throws IOException {
		this.socket.setSoLinger(true, 0);
		this.socket.close();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	/**
	 * What the server has answered.
	 */
	record Response(String status, Map<String, String> headers, byte[] body) {

		String text() {
			return new String(this.body, StandardCharsets.UTF_8);
		}

	}

}
