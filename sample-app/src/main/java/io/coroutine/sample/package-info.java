/**
 * A small order service on coroutines.
 */
@NullMarked
package io.coroutine.sample;

import org.jspecify.annotations.NullMarked;
