package io.coroutine.compatibility;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A browser, as far as servers can tell: one connection, and cookies. The name of the
 * host does not tell the port, so that answers with links can be compared.
 */
public final class Client implements AutoCloseable {

	private final Map<String, String> cookies = new TreeMap<>();

	private final int port;

	private HttpConnection connection;

	Client(int port) throws IOException {
		this.port = port;
		this.connection = new HttpConnection(port);
	}

	/**
	 * Return one of a server of this machine.
	 */
	public static Client to(int port) throws IOException {
		return new Client(port);
	}

	/**
	 * Return another with the same cookies and a connection of its own.
	 */
	public Client another() throws IOException {
		Client other = new Client(this.port);
		other.cookies.putAll(this.cookies);
		return other;
	}

	/**
	 * Send a request and wait for the answer.
	 * @param headers each as {@code Name: value}
	 */
	public Answer get(String path, String... headers) throws IOException {
		return send("GET", path, new byte[0], headers);
	}

	/**
	 * Send a form and wait for the answer.
	 * @param fields names and values in turn
	 */
	public Answer postForm(String path, String... fields) throws IOException {
		StringJoiner body = new StringJoiner("&");
		for (int i = 0; i < fields.length; i += 2) {
			body.add(fields[i] + "=" + URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
		}
		return post(path, "application/x-www-form-urlencoded", body.toString());
	}

	public Answer postJson(String path, String json, String... headers) throws IOException {
		return post(path, "application/json", json, headers);
	}

	public Answer post(String path, String type, String body, String... headers) throws IOException {
		String[] all = new String[headers.length + 1];
		System.arraycopy(headers, 0, all, 1, headers.length);
		all[0] = "Content-Type: " + type;
		return send("POST", path, body.getBytes(StandardCharsets.UTF_8), all);
	}

	public Answer send(String method, String path, byte[] body, String... headers) throws IOException {
		StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: compatibility.test\r\n");
		for (String header : headers) {
			head.append(header).append("\r\n");
		}
		if (!this.cookies.isEmpty()) {
			head.append("Cookie: ")
				.append(this.cookies.entrySet().stream().map(Map.Entry::toString).collect(Collectors.joining("; ")))
				.append("\r\n");
		}
		if (body.length > 0 || !method.equals("GET")) {
			head.append("Content-Length: ").append(body.length).append("\r\n");
		}
		ByteArrayOutputStream request = new ByteArrayOutputStream();
		request.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
		request.writeBytes(body);
		this.connection.send(request.toByteArray());
		Answer answer = this.connection.receive(method.equals("HEAD"));
		answer.headers().forEach(this::takeCookie);
		if (answer.header("Connection").filter("close"::equals).isPresent()) {
			this.connection.close();
			this.connection = new HttpConnection(this.port);
		}
		return answer;
	}

	private void takeCookie(String header) {
		if (header.regionMatches(true, 0, "Set-Cookie:", 0, "Set-Cookie:".length())) {
			String cookie = header.substring("Set-Cookie:".length()).trim();
			String[] pair = cookie.split(";")[0].split("=", 2);
			if (cookie.contains("Max-Age=0") || pair[1].isEmpty()) {
				this.cookies.remove(pair[0]);
			}
			else {
				this.cookies.put(pair[0], pair[1]);
			}
		}
	}

	@Override
	public void close() throws IOException {
		this.connection.close();
	}

}
