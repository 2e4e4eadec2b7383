package io.coroutine.benchmarks.overload;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

import io.coroutine.net.TcpConnection;

/**
 * A response, as far as a load generator has to know it.
 *
 * @param status the status
 * @param retryAfterSeconds what the header {@code Retry-After} says, or 0
 * @param last whether the server ends the connection after it
 */
record Exchange(int status, int retryAfterSeconds, boolean last) {

	private static final int MOST_BYTES = 16_384;

	private static final byte[] LAST_CHUNK = bytes("0\r\n\r\n");

	private static final byte[] END_OF_HEAD = bytes("\r\n\r\n");

	static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

	/**
	 * Send a request and read its response.
	 */
	static Exchange perform(TcpConnection connection, byte[] request) throws IOException {
		connection.write(request);
		byte[] buffer = new byte[2048];
		int count = 0;
		int headEnd = -1;
		while (headEnd < 0) {
			buffer = roomIn(buffer, count);
			count += readSome(connection.input(), buffer, count);
			headEnd = find(buffer, count);
		}
		String head = new String(buffer, 0, headEnd, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
		String length = header(head, "content-length");
		if (length.isEmpty()) {
			while (!endsWithLastChunk(buffer, count)) {
				buffer = roomIn(buffer, count);
				count += readSome(connection.input(), buffer, count);
			}
		}
		else {
			connection.input().skipNBytes(Math.max(headEnd + Long.parseLong(length) - count, 0));
		}
		String retryAfter = header(head, "retry-after");
		return new Exchange(Integer.parseInt(head.substring(9, 12)),
				(retryAfter.isEmpty()) ? 0 : Integer.parseInt(retryAfter), header(head, "connection").equals("close"));
	}

	private static byte[] roomIn(byte[] buffer, int count) throws IOException {
		if (count < buffer.length) {
			return buffer;
		}
		if (count >= MOST_BYTES) {
			throw new IOException("The response is longer than expected");
		}
		return Arrays.copyOf(buffer, 2 * buffer.length);
	}

	private static int readSome(InputStream input, byte[] buffer, int count) throws IOException {
		int read = input.read(buffer, count, buffer.length - count);
		if (read < 0) {
			throw new IOException("The connection has ended");
		}
		return read;
	}

	/** Return where the body begins, or -1. */
	private static int find(byte[] buffer, int count) {
		for (int end = END_OF_HEAD.length; end <= count; end++) {
			if (Arrays.equals(buffer, end - END_OF_HEAD.length, end, END_OF_HEAD, 0, END_OF_HEAD.length)) {
				return end;
			}
		}
		return -1;
	}

	private static boolean endsWithLastChunk(byte[] buffer, int count) {
		return count >= LAST_CHUNK.length
				&& Arrays.equals(buffer, count - LAST_CHUNK.length, count, LAST_CHUNK, 0, LAST_CHUNK.length);
	}

	private static String header(String head, String name) {
		int begin = head.indexOf("\r\n" + name + ":");
		if (begin < 0) {
			return "";
		}
		int value = begin + name.length() + 3;
		return head.substring(value, head.indexOf("\r\n", value)).trim();
	}

}
