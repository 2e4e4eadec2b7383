package io.coroutine.compatibility.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.coroutine.CoroutineRuntime;
import io.coroutine.compatibility.Service;
import io.coroutine.test.Eventually;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many who ask a {@link CallApplication} at once, which then asks a {@link GatedServer}
 * for each of them.
 */
final class Callers implements AutoCloseable {

	static final int COUNT = 8;

	private final HttpClient asker = HttpClient.newHttpClient();

	List<CompletableFuture<String>> ask(Service service, String path, GatedServer server) {
		return Stream.generate(() -> get(service, path + "?url=" + server.url())).limit(COUNT).toList();
	}

	CompletableFuture<String> get(Service service, String path) {
		return this.asker
			.sendAsync(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + path)).build(),
					HttpResponse.BodyHandlers.ofString())
			.thenApply(HttpResponse::body);
	}

	/**
	 * Wait until all calls wait in coroutines, and see that others are served.
	 */
	void assertOthersAreServed(Service service) throws Exception {
		CoroutineRuntime runtime = service.bean(CoroutineRuntime.class);
		Eventually.until("all calls wait",
				() -> runtime.snapshot().modes().values().stream().mapToLong((m) -> m.waiting()).sum() >= COUNT);
		assertThat(get(service, "/hello").get(1, TimeUnit.MINUTES)).isEqualTo("hello");
	}

	/**
	 * See that each has got the whole answer.
	 */
	static void assertComplete(List<CompletableFuture<String>> answers) {
		assertThat(answers).allSatisfy((answer) -> assertThat(answer.get(1, TimeUnit.MINUTES))
			.isEqualTo(Integer.toString(2 * GatedServer.HALF.length())));
	}

	@Override
	public void close() {
		this.asker.close();
	}

}
