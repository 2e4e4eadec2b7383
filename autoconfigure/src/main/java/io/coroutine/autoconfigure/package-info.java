/**
 * Auto-configuration of the engine.
 */
@NullMarked
package io.coroutine.autoconfigure;

import org.jspecify.annotations.NullMarked;
