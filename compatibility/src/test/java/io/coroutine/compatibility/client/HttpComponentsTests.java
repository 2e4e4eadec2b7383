package io.coroutine.compatibility.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.coroutine.admission.AdmissionGate;
import io.coroutine.admission.AdmissionGates;
import io.coroutine.admission.AdmissionSnapshot;
import io.coroutine.compatibility.Answer;
import io.coroutine.compatibility.Client;
import io.coroutine.compatibility.Mode;
import io.coroutine.compatibility.Service;
import io.coroutine.test.Eventually;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.http.client.HttpComponentsClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Apache HttpClient 5 as Boot makes it: its pool has room for many calls at once, callers
 * wait for it at a gate, and what they see otherwise is what they see on stock Boot.
 */
class HttpComponentsTests {

	private static final String[] ALONE = { "coroutine.loops.count=1", "coroutine.stall.spare-carriers=0",
			"spring.http.clients.imperative.factory=http-components" };

	private static final Callers callers = new Callers();

	private static Service large;

	@BeforeAll
	static void start() {
		large = Service.start(Mode.EVENT_LOOP, CallApplication.class,
				with("management.endpoints.web.exposure.include=*"));
	}

	@AfterAll
	static void stop() {
		callers.close();
		large.close();
	}

	private static String[] with(String... more) {
		List<String> all = new ArrayList<>(List.of(ALONE));
		all.addAll(List.of(more));
		return all.toArray(String[]::new);
	}

	/**
	 * Five at once is what stock has.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "/get/template", "/get/client", "/post/template" })
	void whenManyCallsAreSlowThenAllAreUnderWayAtOnceAndOthersAreServed(String path) throws Exception {
		try (GatedServer server = new GatedServer()) {
			List<CompletableFuture<String>> answers = callers.ask(large, path, server);
			Eventually.until("all calls are under way", () -> server.inside() == Callers.COUNT);
			callers.assertOthersAreServed(large);
			server.sendFirstHalf();
			server.sendSecondHalf();
			Callers.assertComplete(answers);
		}
		large.awaitNoCoroutine();
		assertAllPermitsAreBack(large);
	}

	@Test
	void whenTheEndpointIsAskedThenItShowsTheGatesAndTheMetersThePool() throws Exception {
		try (GatedServer server = new GatedServer(); Client client = large.client()) {
			server.sendFirstHalf();
			server.sendSecondHalf();
			Callers.assertComplete(callers.ask(large, "/get/template", server));
			String route = "http-client(-2)?:" + server.url().replaceAll("http://|/", "") + "\",\"limit\":200,";
			assertThat(client.get("/actuator/coroutines").text()).contains("\"http-client\",\"limit\":1000,")
				.containsPattern(route);
			assertThat(
					client.get("/actuator/metrics/httpcomponents.httpclient.pool.total.max?tag=httpclient:http-client")
						.text())
				.contains("1000");
		}
	}

	/**
	 * With a pool of one connection, sized by the application.
	 */
	@Test
	void whenNoConnectionComesInTimeThenTheExceptionIsThatOfStock() throws Exception {
		try (Service stock = Service.start(Mode.STOCK, OneConnection.class, with());
				Service gated = Service.start(Mode.EVENT_LOOP, OneConnection.class, with())) {
			List<String> ofStock = failuresOfSecondCall(stock);
			assertThat(ofStock).contains("org.apache.hc.core5.http.ConnectionRequestTimeoutException");
			assertThat(failuresOfSecondCall(gated)).isEqualTo(ofStock);
			assertThat(gates(gated)).extracting(AdmissionSnapshot::limit).startsWith(1);
			assertAllPermitsAreBack(gated);
		}
	}

	private static List<String> failuresOfSecondCall(Service service) throws Exception {
		try (GatedServer server = new GatedServer()) {
			CompletableFuture<String> first = callers.get(service, "/get/client?url=" + server.url());
			Eventually.until("the first is under way", () -> server.inside() == 1);
			String failures = callers.get(service, "/failure/client?url=" + server.url()).get(1, TimeUnit.MINUTES);
			server.sendFirstHalf();
			server.sendSecondHalf();
			Callers.assertComplete(List.of(first));
			return List.of(failures.split(" "));
		}
	}

	@Test
	void whenTooManyWaitThenFurtherCallsFailAtOnceAndTheAnswerIs503() throws Exception {
		try (Service service = Service.start(Mode.EVENT_LOOP, CallApplication.class,
				with("coroutine.http-client.max-connections-per-route=1", "coroutine.http-client.queue-limit=0"));
				GatedServer server = new GatedServer();
				Client client = service.client()) {
			CompletableFuture<String> first = callers.get(service, "/get/client?url=" + server.url());
			Eventually.until("the first is under way", () -> server.inside() == 1);
			Answer answer = client.get("/get/client?url=" + server.url());
			assertThat(answer.code()).isEqualTo(503);
			assertThat(answer.header("Retry-After")).contains("1");
			server.sendFirstHalf();
			server.sendSecondHalf();
			Callers.assertComplete(List.of(first));
			service.awaitNoCoroutine();
			assertAllPermitsAreBack(service);
		}
	}

	private static List<AdmissionSnapshot> gates(Service service) {
		return service.bean(AdmissionGates.class).list().stream().map(AdmissionGate::snapshot).toList();
	}

	private static void assertAllPermitsAreBack(Service service) {
		Eventually.until("all permits are back",
				() -> gates(service).stream().allMatch((gate) -> gate.inUse() == 0 && gate.queued() == 0));
	}

	@Configuration(proxyBeanMethods = false)
	@Import(CallApplication.class)
	static class OneConnection {

		@Bean
		ClientHttpRequestFactoryBuilderCustomizer<HttpComponentsClientHttpRequestFactoryBuilder> oneConnection() {
			return (builder) -> builder
				.withConnectionManagerCustomizer((pool) -> pool.setMaxConnTotal(1).setMaxConnPerRoute(1))
				.withDefaultRequestConfigCustomizer(
						(request) -> request.setConnectionRequestTimeout(100, TimeUnit.MILLISECONDS));
		}

	}

}
