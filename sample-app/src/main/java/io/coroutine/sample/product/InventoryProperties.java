package io.coroutine.sample.product;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the inventory service is.
 *
 * @param baseUrl the URL that its paths are appended to
 * @param maxConnections the greatest number of connections to it
 */
@ConfigurationProperties("inventory")
public record InventoryProperties(String baseUrl, int maxConnections) {

}
