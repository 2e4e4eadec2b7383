/**
 * Actuator endpoint, Micrometer meters and health of the engine.
 */
@NullMarked
package io.coroutine.actuate;

import org.jspecify.annotations.NullMarked;
