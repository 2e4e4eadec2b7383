package io.coroutine.sample.product;

/**
 * How long a product takes to arrive, as the inventory service answers.
 *
 * @param sku the product
 * @param days the number of days
 */
public record LeadTime(String sku, int days) {

}
