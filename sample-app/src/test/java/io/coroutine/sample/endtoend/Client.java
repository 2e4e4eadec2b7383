package io.coroutine.sample.endtoend;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * Sends requests to a {@link Service}, many at once on as many connections.
 */
final class Client implements AutoCloseable {

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final String base;

	Client(Service service) {
		this.base = "http://127.0.0.1:" + service.port();
	}

	CompletableFuture<HttpResponse<String>> get(String path) {
		return send(request(path).GET().build());
	}

	/**
	 * Ask for an answer within so many milliseconds.
	 */
	CompletableFuture<HttpResponse<String>> getWithin(long millis, String path) {
		return send(request(path).header("X-Deadline-Millis", String.valueOf(millis)).GET().build());
	}

	CompletableFuture<HttpResponse<String>> query(String sql) {
		return get(queryPath(sql));
	}

	CompletableFuture<HttpResponse<String>> queryWithin(long millis, String sql) {
		return getWithin(millis, queryPath(sql));
	}

	private static String queryPath(String sql) {
		return "/probe/query?sql=" + URLEncoder.encode(sql, StandardCharsets.UTF_8);
	}

	CompletableFuture<HttpResponse<String>> post(String path, String json) {
		return send(request(path).header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(json))
			.build());
	}

	/**
	 * Send requests at once and wait for all answers.
	 */
	List<HttpResponse<String>> all(int count, IntFunction<CompletableFuture<HttpResponse<String>>> request)
			throws Exception {
		List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			answers.add(request.apply(i));
		}
		List<HttpResponse<String>> responses = new ArrayList<>();
		for (CompletableFuture<HttpResponse<String>> answer : answers) {
			responses.add(answer.get(120, TimeUnit.SECONDS));
		}
		return responses;
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create(this.base + path));
	}

	private CompletableFuture<HttpResponse<String>> send(HttpRequest request) {
		return this.http.sendAsync(request, BodyHandlers.ofString());
	}

	/**
	 * Close all connections without a word.
	 */
	void abandon() {
		this.http.shutdownNow();
	}

	@Override
	public void close() {
		this.http.close();
	}

}
