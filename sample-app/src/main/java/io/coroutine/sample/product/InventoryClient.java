package io.coroutine.sample.product;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestTemplate;

/**
 * Asks the inventory service.
 */
@Component
public class InventoryClient {

	private final RestTemplate restTemplate;

	private final RestClient restClient;

	InventoryClient(RestTemplate inventoryRestTemplate, RestClient inventoryRestClient) {
		this.restTemplate = inventoryRestTemplate;
		this.restClient = inventoryRestClient;
	}

	/**
	 * Ask how much of a product can be had.
	 * @param sku the product
	 * @return the answer
	 * @throws ProductNotFoundException if the inventory has no such product
	 * @throws InventoryUnavailableException if the inventory does not answer
	 */
	public Availability availability(String sku) {
		return ask(sku, () -> this.restTemplate.getForObject("/inventory/{sku}", Availability.class, sku));
	}

	/**
	 * Ask how long a product takes to arrive.
	 * @param sku the product
	 * @return the answer
	 * @throws ProductNotFoundException if the inventory has no such product
	 * @throws InventoryUnavailableException if the inventory does not answer
	 */
	public LeadTime leadTime(String sku) {
		return ask(sku,
				() -> this.restClient.get().uri("/inventory/{sku}/lead-time", sku).retrieve().body(LeadTime.class));
	}

	private <T> T ask(String sku, Supplier<@Nullable T> question) {
		try {
			T answer = question.get();
			if (answer == null) {
				throw new InventoryUnavailableException("Empty answer", null);
			}
			return answer;
		}
		catch (HttpClientErrorException.NotFound ex) {
			throw new ProductNotFoundException(sku, ex);
		}
		catch (RestClientException ex) {
			throw new InventoryUnavailableException("No usable answer", ex);
		}
	}

}
