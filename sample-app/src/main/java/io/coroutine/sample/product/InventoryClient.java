package io.coroutine.sample.product;

import java.util.function.Supplier;

import io.github.resilience4j.bulkhead.annotation.Bulkhead;
import io.github.resilience4j.circuitbreaker.annotation.CircuitBreaker;
import io.github.resilience4j.timelimiter.annotation.TimeLimiter;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestTemplate;

/**
 * Asks the inventory service. The annotations of Resilience4j are in force in the profile
 * {@code resilient} only.
 */
@Component
public class InventoryClient {

	private static final int LONGEST_LEAD_TIME_DAYS = 14;

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
	@CircuitBreaker(name = "inventory")
	@Bulkhead(name = "inventory")
	public Availability availability(String sku) {
		return ask(sku, () -> this.restTemplate.getForObject("/inventory/{sku}", Availability.class, sku));
	}

	/**
	 * Ask how long a product takes to arrive.
	 * @param sku the product
	 * @return the answer; in the profile {@code resilient} the longest time there is, if
	 * the inventory does not answer
	 * @throws ProductNotFoundException if the inventory has no such product
	 * @throws InventoryUnavailableException if the inventory does not answer
	 */
	@CircuitBreaker(name = "inventory", fallbackMethod = "longestLeadTime")
	@TimeLimiter(name = "inventory")
	@Bulkhead(name = "inventory")
	public LeadTime leadTime(String sku) {
		return ask(sku,
				() -> this.restClient.get().uri("/inventory/{sku}/lead-time", sku).retrieve().body(LeadTime.class));
	}

	LeadTime longestLeadTime(String sku, Exception ex) {
		return new LeadTime(sku, LONGEST_LEAD_TIME_DAYS);
	}

	LeadTime longestLeadTime(String sku, ProductNotFoundException ex) {
		throw ex;
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
