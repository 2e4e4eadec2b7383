package io.coroutine.compatibility.starter;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.coroutine.compatibility.starter.WithAndWithoutStarter.Variant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application sends to other services, how often and with which state, is the
 * same with the starter and without it, byte for byte.
 */
class HttpClientTests {

	@RegisterExtension
	static final WithAndWithoutStarter applications = new WithAndWithoutStarter();

	private static RecordingServer server;

	private static HttpClient asker;

	@BeforeAll
	static void start() throws Exception {
		server = new RecordingServer();
		asker = HttpClient.newHttpClient();
	}

	@AfterAll
	static void stop() throws Exception {
		asker.close();
		server.close();
	}

	static Stream<Call> calls() {
		return Stream.of("template", "client")
			.flatMap((client) -> Stream.of(call(client, "GET", "/hello", "none"),
					call(client, "HEAD", "/hello", "none"), call(client, "DELETE", "/hello", "none"),
					call(client, "POST", "/hello", "none"), call(client, "POST", "/hello", "json"),
					call(client, "POST", "/hello", "text"), call(client, "POST", "/hello", "large"),
					call(client, "PUT", "/hello", "json"), call(client, "PATCH", "/hello", "json"),
					call(client, "GET", "/large", "none"), call(client, "GET", "/status/404", "none"),
					call(client, "GET", "/status/429", "none"), call(client, "GET", "/status/503", "none"),
					call(client, "POST", "/status/429", "json"), call(client, "POST", "/status/503", "json"),
					call(client, "GET", "/redirect/302", "none"), call(client, "POST", "/redirect/302", "json"),
					call(client, "POST", "/redirect/307", "text"), call(client, "GET", "/cookie", "none").repeated(2),
					call(client, "GET", "/close", "none"), call(client, "POST", "/close", "text"),
					call(client, "GET", "/half", "none"), call(client, "GET", "/silent", "none").within("read"),
					call(client, "GET", "/hello", "none").at("http://alice:secret@127.0.0.1:" + server.port()),
					call(client, "GET", "/hello", "none").at("http://elsewhere.example").throughProxy(server.port())));
	}

	private static Call call(String client, String method, String path, String body) {
		return new Call(client, method, "http://127.0.0.1:" + server.port(), path, body, "none", 0, 1);
	}

	@ParameterizedTest
	@MethodSource("calls")
	void whenTheStarterIsAddedThenTheBytesAndTheOutcomeAreTheSame(Call call) throws Exception {
		Map<Variant, List<String>> seen = new EnumMap<>(Variant.class);
		for (Variant variant : Variant.values()) {
			server.clear();
			List<String> all = new ArrayList<>();
			for (int i = 0; i < call.times(); i++) {
				all.add(server.withoutPort(ask(variant, call).join()));
			}
			if (call.limit().equals("none")) {
				all.addAll(server.requests());
				assertThat(all).hasSizeGreaterThanOrEqualTo(2 * call.times());
			}
			// Else the time may be over before the request is sent
			seen.put(variant, all);
		}
		assertThat(seen).allSatisfy((_, all) -> assertThat(all).isEqualTo(seen.get(Variant.WITHOUT)));
	}

	@ParameterizedTest
	@MethodSource("crowds")
	void whenManyCallsAreSlowThenAllAreInsideTheOtherServiceAtOnce(Call call) {
		for (Variant variant : Variant.values()) {
			server.clear();
			assertThat(Stream.generate(() -> ask(variant, call)).limit(RecordingServer.CROWD).toList())
				.allSatisfy((answer) -> assertThat(answer.join()).as("%s", variant).isEqualTo("200 OK together"));
			assertThat(server.requests()).hasSize(RecordingServer.CROWD).containsOnly(server.requests().getFirst());
		}
	}

	static Stream<Call> crowds() {
		return Stream.of(call("template", "GET", "/together", "none"), call("client", "GET", "/together", "none"));
	}

	/**
	 * A listener whose queue is full does not answer to who wants to connect.
	 */
	@ParameterizedTest
	@MethodSource("crowds")
	void whenNobodyAcceptsThenTheTimeOutForConnectingIsKept(Call call) throws Exception {
		try (FullListener full = new FullListener()) {
			Call late = call.at("http://127.0.0.1:" + full.port()).within("connect");
			String expected = ask(Variant.WITHOUT, late).join();
			assertThat(expected).contains("java.net.http.HttpConnectTimeoutException");
			for (Variant variant : Variant.values()) {
				assertThat(ask(variant, late).join()).as("%s", variant).isEqualTo(expected);
			}
		}
	}

	@Test
	void whenTheStarterIsAddedThenTheClientIsTheSame() throws Exception {
		for (Variant variant : Variant.values()) {
			assertThat(get(variant, "/inside/client").join()).as("%s", variant)
				.isEqualTo("org.springframework.http.client.JdkClientHttpRequestFactory");
		}
	}

	private static CompletableFuture<String> ask(Variant variant, Call call) {
		return get(variant, "/call?" + call.query());
	}

	private static CompletableFuture<String> get(Variant variant, String path) {
		return asker
			.sendAsync(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + applications.port(variant) + path))
				.version(HttpClient.Version.HTTP_1_1)
				.build(), HttpResponse.BodyHandlers.ofString())
			.thenApply(HttpResponse::body);
	}

	/**
	 * What an application is asked to do.
	 *
	 * @param to the other service
	 * @param limit the time-out of the application that is short, if any
	 * @param proxy the port of the proxy, if any
	 * @param times how often it is to be done
	 */
	record Call(String client, String method, String to, String path, String body, String limit, int proxy, int times) {

		Call at(String other) {
			return new Call(this.client, this.method, other, this.path, this.body, this.limit, this.proxy, this.times);
		}

		Call within(String timeOut) {
			return new Call(this.client, this.method, this.to, this.path, this.body, timeOut, this.proxy, this.times);
		}

		Call throughProxy(int port) {
			return new Call(this.client, this.method, this.to, this.path, this.body, this.limit, port, this.times);
		}

		Call repeated(int count) {
			return new Call(this.client, this.method, this.to, this.path, this.body, this.limit, this.proxy, count);
		}

		String query() {
			return "client=" + this.client + "&method=" + this.method + "&body=" + this.body + "&limit=" + this.limit
					+ "&proxy=" + this.proxy + "&url=" + URLEncoder.encode(this.to + this.path, StandardCharsets.UTF_8);
		}

		@Override
		public String toString() {
			return Stream.of(this.client, this.method, this.path, this.body)
				.reduce((left, right) -> left + " " + right)
				.orElseThrow() + ((this.proxy != 0) ? " through a proxy" : "")
					+ ((this.to.contains("@")) ? " as a user" : "");
		}

	}

}
