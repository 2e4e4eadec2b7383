package io.coroutine.sample.product;

import org.springframework.boot.http.client.HttpComponentsClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/**
 * HTTP clients for the inventory service.
 */
@Configuration(proxyBeanMethods = false)
class InventoryConfiguration {

	@Bean
	RestTemplate inventoryRestTemplate(RestTemplateBuilder builder, InventoryProperties properties) {
		return builder.baseUri(properties.baseUrl()).build();
	}

	@Bean
	RestClient inventoryRestClient(RestClient.Builder builder, InventoryProperties properties) {
		return builder.baseUrl(properties.baseUrl()).build();
	}

	/**
	 * As many connections as calls, where Boot has 5; and no more requests, nor other
	 * state, than this service asks for: the client would send some requests again, and
	 * keep cookies for all callers.
	 */
	@Bean
	ClientHttpRequestFactoryBuilderCustomizer<HttpComponentsClientHttpRequestFactoryBuilder> inventoryConnections(
			InventoryProperties properties) {
		return (builder) -> builder
			.withConnectionManagerCustomizer(
					(connections) -> connections.setMaxConnPerRoute(properties.maxConnections())
						.setMaxConnTotal(properties.maxConnections()))
			.withHttpClientCustomizer((client) -> client.disableAutomaticRetries().disableCookieManagement());
	}

}
