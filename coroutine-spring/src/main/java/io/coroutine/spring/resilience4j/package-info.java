/**
 * Resilience4j's patterns on coroutines.
 */
@NullMarked
package io.coroutine.spring.resilience4j;

import org.jspecify.annotations.NullMarked;
