package io.coroutine.sample;

import io.coroutine.sample.product.InventoryClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SampleApplication} over HTTP, with a second one as its inventory.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "spring.http.clients.connect-timeout=1m", "spring.http.clients.read-timeout=1m" })
class SampleApplicationTests {

	private static ConfigurableApplicationContext inventory;

	private final RestClient client;

	private final InventoryClient inventoryClient;

	SampleApplicationTests(@LocalServerPort int port, @Autowired InventoryClient inventoryClient) {
		this.inventoryClient = inventoryClient;
		this.client = RestClient.builder()
			.baseUrl("http://localhost:" + port)
			.defaultStatusHandler((status) -> true, (request, response) -> {
			})
			.build();
	}

	@DynamicPropertySource
	static void startInventory(DynamicPropertyRegistry properties) {
		inventory = SpringApplication.run(SampleApplication.class, "--server.port=0");
		properties.add("inventory.base-url",
				() -> "http://localhost:" + inventory.getEnvironment().getProperty("local.server.port"));
	}

	@AfterAll
	static void stopInventory() {
		inventory.close();
	}

	@Test
	void whenAskedThenSaysHello() {
		assertThat(get("/hello").getBody()).isEqualTo("Hello, world");
	}

	@Test
	void whenOrderIsPlacedThenCanBeFetched() {
		ResponseEntity<String> placed = this.client.post()
			.uri("/orders")
			.contentType(MediaType.APPLICATION_JSON)
			.body("{ \"customer\": \"Alan\", \"sku\": \"tea-ceylon\", \"quantity\": 5 }")
			.retrieve()
			.toEntity(String.class);
		assertThat(placed.getStatusCode()).isEqualTo(HttpStatus.CREATED);
		assertThat(placed.getHeaders().getLocation()).isNotNull();
		ResponseEntity<String> fetched = get(placed.getHeaders().getLocation().getPath());
		assertThat(fetched.getStatusCode()).isEqualTo(HttpStatus.OK);
		assertThat(fetched.getBody()).isEqualTo(placed.getBody()).contains("Alan");
	}

	@Test
	void whenProductIsInStockThenInventoryIsAsked() {
		assertThat(get("/products/tea-assam/availability").getBody())
			.isEqualTo("{\"sku\":\"tea-assam\",\"available\":42}");
		assertThat(get("/products/tea-assam/lead-time").getBody()).isEqualTo("{\"sku\":\"tea-assam\",\"days\":2}");
		assertThat(get("/orders/1/availability").getBody()).isEqualTo("{\"sku\":\"tea-assam\",\"available\":42}");
	}

	@Test
	void whenThereIsNoSuchOrderOrProductThenNotFound() {
		assertThat(get("/orders/4711").getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
		assertThat(get("/products/coffee/availability").getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
		assertThat(get("/products/coffee/lead-time").getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
	}

	@Test
	void whenActuatorIsAskedThenAnswers() {
		assertThat(get("/actuator/health").getBody()).contains("UP");
		assertThat(get("/actuator/metrics/http.server.requests").getStatusCode()).isEqualTo(HttpStatus.OK);
		assertThat(get("/actuator/env").getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
	}

	@Test
	void whenNoProfileIsActiveThenCallsOfTheInventoryAreNotAdvised() {
		assertThat(AopUtils.isAopProxy(this.inventoryClient)).isFalse();
	}

	private ResponseEntity<String> get(String path) {
		return this.client.get().uri(path).retrieve().toEntity(String.class);
	}

}
