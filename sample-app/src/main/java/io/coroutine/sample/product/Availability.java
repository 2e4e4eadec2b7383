package io.coroutine.sample.product;

/**
 * How much of a product can be had, as the inventory service answers.
 *
 * @param sku the product
 * @param available the number of pieces
 */
public record Availability(String sku, int available) {

}
