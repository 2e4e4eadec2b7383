/**
 * Coroutines on event loops: the programming interface.
 */
@NullMarked
package io.coroutine;

import org.jspecify.annotations.NullMarked;
