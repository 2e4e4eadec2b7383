package io.coroutine.compatibility.client;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.coroutine.compatibility.Mode;
import io.coroutine.compatibility.Service;
import io.coroutine.test.Eventually;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.JettyClientHttpRequestFactoryBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that has chosen Jetty's client, by property, and OkHttp, by a request
 * factory of its own, keeps them, and its callers wait in their coroutines. As for the
 * JDK's client, there is one loop here and no spare carrier.
 */
class OtherHttpClientTests {

	private static final String[] PROPERTIES = { "coroutine.loops.count=1", "coroutine.stall.spare-carriers=0",
			"spring.http.clients.imperative.factory=jetty" };

	private static final Callers callers = new Callers();

	private static Service service;

	private static Service stock;

	@BeforeAll
	static void start() {
		service = Service.start(Mode.EVENT_LOOP, CallApplication.class, PROPERTIES);
		stock = Service.start(Mode.STOCK, CallApplication.class, PROPERTIES);
	}

	@AfterAll
	static void stop() {
		callers.close();
		service.close();
		stock.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/get/template", "/get/client", "/get/okhttp", "/post/template", "/post/client",
			"/post/okhttp" })
	void whenAnswersAreAwaitedThenCoroutinesAreParkedAndTheAnswersAreThoseOfStock(String path) throws Exception {
		assertThat(service.bean(ClientHttpRequestFactoryBuilder.class))
			.isInstanceOf(JettyClientHttpRequestFactoryBuilder.class);
		try (GatedServer server = new GatedServer()) {
			List<CompletableFuture<String>> answers = callers.ask(service, path, server);
			Eventually.until("all calls are under way", () -> server.inside() == Callers.COUNT);
			callers.assertOthersAreServed(service);
			server.sendFirstHalf();
			Eventually.until("all have a half", () -> server.halfway() == Callers.COUNT);
			callers.assertOthersAreServed(service);
			server.sendSecondHalf();
			Callers.assertComplete(answers);
			Callers.assertComplete(callers.ask(stock, path, server));
		}
		service.awaitNoCoroutine();
	}

}
