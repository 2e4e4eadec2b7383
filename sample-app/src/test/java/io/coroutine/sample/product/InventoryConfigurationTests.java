package io.coroutine.sample.product;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the connections to the inventory service: they are Apache HttpClient 5's, and
 * send what they are told, once, and nothing else.
 */
class InventoryConfigurationTests {

	private static final int CONNECTIONS = 12;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final List<String> cookies = Collections.synchronizedList(new ArrayList<>());

	private final CountDownLatch together = new CountDownLatch(CONNECTIONS);

	private HttpServer server;

	private ApplicationContextRunner runner;

	@BeforeEach
	void start() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
		this.server.setExecutor(this.threads);
		this.server.createContext("/", this::answer);
		this.server.start();
		String url = "http://localhost:" + this.server.getAddress().getPort();
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(HttpClientAutoConfiguration.class,
					ImperativeHttpClientAutoConfiguration.class, RestTemplateAutoConfiguration.class,
					RestClientAutoConfiguration.class))
			.withBean(InventoryProperties.class, () -> new InventoryProperties(url, CONNECTIONS))
			.withUserConfiguration(InventoryConfiguration.class);
	}

	@AfterEach
	void stop() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

	private void answer(HttpExchange exchange) throws IOException {
		try (exchange) {
			exchange.getRequestBody().readAllBytes();
			this.cookies.add(String.valueOf(exchange.getRequestHeaders().getFirst("Cookie")));
			String path = exchange.getRequestURI().getPath();
			if (path.equals("/together")) {
				this.together.countDown();
				boolean all = this.together.await(1, TimeUnit.MINUTES);
				exchange.sendResponseHeaders((all) ? 200 : 500, -1);
				return;
			}
			exchange.getResponseHeaders().add("Set-Cookie", "user=alice; Path=/");
			exchange.getResponseHeaders().add("Retry-After", "0");
			exchange.sendResponseHeaders((path.equals("/unavailable")) ? 503 : 200, -1);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void whenTheInventoryIsUnavailableThenTheRequestIsSentOnce() {
		this.runner.run((context) -> {
			RestTemplate template = context.getBean(RestTemplate.class);
			RestClient client = context.getBean(RestClient.class);
			assertThatExceptionOfType(HttpServerErrorException.ServiceUnavailable.class)
				.isThrownBy(() -> template.postForObject("/unavailable", "an order", String.class));
			assertThatExceptionOfType(HttpServerErrorException.ServiceUnavailable.class)
				.isThrownBy(() -> client.get().uri("/unavailable").retrieve().toBodilessEntity());
			assertThat(this.cookies).hasSize(2);
		});
	}

	@Test
	void whenTheInventorySetsACookieThenTheNextCallerDoesNotSendIt() {
		this.runner.run((context) -> {
			RestTemplate template = context.getBean(RestTemplate.class);
			template.getForObject("/cookie", String.class);
			template.getForObject("/cookie", String.class);
			assertThat(this.cookies).containsExactly("null", "null");
		});
	}

	@Test
	void whenManyCallsAreSlowThenAllAreUnderWayAtOnce() {
		this.runner.run((context) -> {
			RestTemplate template = context.getBean(RestTemplate.class);
			assertThat(template.getRequestFactory()).isInstanceOf(HttpComponentsClientHttpRequestFactory.class);
			assertThat(Stream
				.generate(() -> CompletableFuture.supplyAsync(() -> template.getForEntity("/together", String.class),
						this.threads))
				.limit(CONNECTIONS)
				.toList()).allSatisfy((answer) -> assertThat(answer.join().getStatusCode().value()).isEqualTo(200));
		});
	}

}
