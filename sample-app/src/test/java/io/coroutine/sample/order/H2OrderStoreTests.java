package io.coroutine.sample.order;

/**
 * Orders in H2, the default.
 */
class H2OrderStoreTests extends AbstractOrderStoreTests {

}
