package io.coroutine.sample.inventory;

/**
 * How long it takes to deliver a product.
 *
 * @param sku the product
 * @param days the number of days
 */
record LeadTime(String sku, int days) {

}
