package io.coroutine.sample.product;

import java.io.IOException;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.client.MockRestServiceServer;
import org.springframework.test.web.client.ResponseCreator;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.springframework.test.web.client.match.MockRestRequestMatchers.requestTo;
import static org.springframework.test.web.client.response.MockRestResponseCreators.withException;
import static org.springframework.test.web.client.response.MockRestResponseCreators.withServerError;
import static org.springframework.test.web.client.response.MockRestResponseCreators.withStatus;
import static org.springframework.test.web.client.response.MockRestResponseCreators.withSuccess;

/**
 * Tests for {@link InventoryClient}.
 */
class InventoryClientTests {

	private InventoryClient client;

	private MockRestServiceServer availabilityServer;

	private MockRestServiceServer leadTimeServer;

	@BeforeEach
	void setUp() {
		RestTemplate restTemplate = new RestTemplate();
		this.availabilityServer = MockRestServiceServer.createServer(restTemplate);
		RestClient.Builder restClient = RestClient.builder();
		this.leadTimeServer = MockRestServiceServer.bindTo(restClient).build();
		this.client = new InventoryClient(restTemplate, restClient.build());
	}

	@Test
	void whenProductIsKnownThenGivesAvailability() {
		this.availabilityServer.expect(requestTo("/inventory/tea-assam"))
			.andRespond(withSuccess("{ \"sku\": \"tea-assam\", \"available\": 42 }", MediaType.APPLICATION_JSON));
		assertThat(this.client.availability("tea-assam")).isEqualTo(new Availability("tea-assam", 42));
	}

	@Test
	void whenProductIsKnownThenGivesLeadTime() {
		this.leadTimeServer.expect(requestTo("/inventory/tea-assam/lead-time"))
			.andRespond(withSuccess("{ \"sku\": \"tea-assam\", \"days\": 2 }", MediaType.APPLICATION_JSON));
		assertThat(this.client.leadTime("tea-assam")).isEqualTo(new LeadTime("tea-assam", 2));
	}

	@Test
	void whenProductIsUnknownThenThrows() {
		this.availabilityServer.expect(requestTo("/inventory/coffee")).andRespond(withStatus(HttpStatus.NOT_FOUND));
		this.leadTimeServer.expect(requestTo("/inventory/coffee/lead-time"))
			.andRespond(withStatus(HttpStatus.NOT_FOUND));
		assertThatExceptionOfType(ProductNotFoundException.class).isThrownBy(() -> this.client.availability("coffee"))
			.withMessage("No product 'coffee'");
		assertThatExceptionOfType(ProductNotFoundException.class).isThrownBy(() -> this.client.leadTime("coffee"));
	}

	@ParameterizedTest
	@MethodSource("failures")
	void whenInventoryFailsThenThrows(ResponseCreator failure) {
		this.availabilityServer.expect(requestTo("/inventory/tea-assam")).andRespond(failure);
		this.leadTimeServer.expect(requestTo("/inventory/tea-assam/lead-time")).andRespond(failure);
		assertThatExceptionOfType(InventoryUnavailableException.class)
			.isThrownBy(() -> this.client.availability("tea-assam"));
		assertThatExceptionOfType(InventoryUnavailableException.class)
			.isThrownBy(() -> this.client.leadTime("tea-assam"));
	}

	static Stream<ResponseCreator> failures() {
		return Stream.of(withServerError(), withException(new IOException("Connection reset")),
				withSuccess("{ \"sku\":", MediaType.APPLICATION_JSON), withSuccess());
	}

}
