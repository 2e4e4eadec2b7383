package io.coroutine.benchmarks.compare;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.coroutine.benchmarks.support.ChildProcess;

/**
 * Single requests.
 */
public final class Http implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private static final Duration START_TIMEOUT = Duration.ofSeconds(90);

	private static final Duration PAUSE = Duration.ofMillis(200);

	private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

	/**
	 * Request something.
	 * @param uri what to request
	 * @return the response
	 * @throws IOException if there is none
	 */
	public HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).build();
		return this.client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
	}

	/**
	 * Wait until a server answers with success.
	 * @param server the process of the server
	 * @param uri what to request
	 */
	public void awaitSuccess(ChildProcess server, URI uri) throws InterruptedException {
		long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
		String last = "nothing";
		while (System.nanoTime() < deadline) {
			server.requireAlive();
			try {
				int status = get(uri).statusCode();
				if (status == 200) {
					return;
				}
				last = "status " + status;
			}
			catch (IOException ex) {
				last = ex.toString();
			}
			Thread.sleep(PAUSE);
		}
		throw server.failure("does not answer to %s (%s)".formatted(uri.getPath(), last));
	}

	@Override
	public void close() {
		this.client.shutdownNow();
	}

}
