/**
 * What this service asks the inventory service about products.
 */
@NullMarked
package io.coroutine.sample.product;

import org.jspecify.annotations.NullMarked;
