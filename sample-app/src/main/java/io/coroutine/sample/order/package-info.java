/**
 * Orders: REST endpoints, service and database access.
 */
@NullMarked
package io.coroutine.sample.order;

import org.jspecify.annotations.NullMarked;
