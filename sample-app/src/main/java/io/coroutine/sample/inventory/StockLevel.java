package io.coroutine.sample.inventory;

/**
 * How much of a product is in stock.
 *
 * @param sku the product
 * @param available the number of pieces in stock
 */
record StockLevel(String sku, int available) {

}
