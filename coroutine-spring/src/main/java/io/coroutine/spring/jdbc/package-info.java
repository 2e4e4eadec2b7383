/**
 * Admission to connection pools.
 */
@NullMarked
package io.coroutine.spring.jdbc;

import org.jspecify.annotations.NullMarked;
