package io.coroutine.compatibility.client;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.coroutine.compatibility.Mode;
import io.coroutine.compatibility.Service;
import io.coroutine.test.Eventually;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.JettyClientHttpRequestFactoryBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.client.ClientHttpRequestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that has chosen Jetty's client or OkHttp keeps it, and its callers wait
 * in their coroutines. As for the JDK's client, there is one loop here and no spare
 * carrier.
 */
class OtherHttpClientTests {

	private static final String[] JETTY = { "coroutine.loops.count=1", "coroutine.stall.spare-carriers=0",
			"spring.http.clients.imperative.factory=jetty" };

	private static final String[] OK_HTTP = { JETTY[0], JETTY[1] };

	private static final Callers callers = new Callers();

	private static Service jetty;

	private static Service okHttp;

	private static Service stockJetty;

	private static Service stockOkHttp;

	@BeforeAll
	static void start() {
		jetty = Service.start(Mode.EVENT_LOOP, CallApplication.class, JETTY);
		okHttp = Service.start(Mode.EVENT_LOOP, OkHttpApplication.class, OK_HTTP);
		stockJetty = Service.start(Mode.STOCK, CallApplication.class, JETTY);
		stockOkHttp = Service.start(Mode.STOCK, OkHttpApplication.class, OK_HTTP);
	}

	@AfterAll
	static void stop() {
		callers.close();
		List.of(jetty, okHttp, stockJetty, stockOkHttp).forEach(Service::close);
	}

	@ParameterizedTest
	@CsvSource({ "jetty, template", "jetty, client", "okHttp, template", "okHttp, client" })
	void whenAnswersAreAwaitedThenCoroutinesAreParkedAndTheAnswersAreThoseOfStock(String client, String way)
			throws Exception {
		Service service = (client.equals("jetty")) ? jetty : okHttp;
		assertThat(service.bean(ClientHttpRequestFactoryBuilder.class).getClass())
			.isEqualTo((client.equals("jetty")) ? JettyClientHttpRequestFactoryBuilder.class : OkHttpBuilder.class);
		for (String call : List.of("/get/", "/post/")) {
			try (GatedServer server = new GatedServer()) {
				List<CompletableFuture<String>> answers = callers.ask(service, call + way, server);
				Eventually.until("all calls are under way", () -> server.inside() == Callers.COUNT);
				callers.assertOthersAreServed(service);
				server.sendFirstHalf();
				Eventually.until("all have a half", () -> server.halfway() == Callers.COUNT);
				callers.assertOthersAreServed(service);
				server.sendSecondHalf();
				Callers.assertComplete(answers);
				Callers.assertComplete(
						callers.ask((client.equals("jetty")) ? stockJetty : stockOkHttp, call + way, server));
			}
		}
		service.awaitNoCoroutine();
	}

	@Configuration(proxyBeanMethods = false)
	@Import(CallApplication.class)
	static class OkHttpApplication {

		@Bean
		ClientHttpRequestFactoryBuilder<?> okHttp() {
			return new OkHttpBuilder();
		}

	}

	private static final class OkHttpBuilder implements ClientHttpRequestFactoryBuilder<ClientHttpRequestFactory> {

		@Override
		public ClientHttpRequestFactory build(HttpClientSettings settings) {
			return new OkHttpFactory();
		}

	}

}
