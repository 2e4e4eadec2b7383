package io.coroutine.sample.order;

import java.time.Instant;

/**
 * An order that was placed.
 *
 * @param id its number
 * @param customer who placed it
 * @param sku the product
 * @param quantity the number of pieces
 * @param placedAt when it was placed
 */
public record Order(long id, String customer, String sku, int quantity, Instant placedAt) {

}
