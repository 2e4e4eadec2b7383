/**
 * Auto-configuration of Resilience4j.
 */
@NullMarked
package io.coroutine.autoconfigure.resilience4j;

import org.jspecify.annotations.NullMarked;
