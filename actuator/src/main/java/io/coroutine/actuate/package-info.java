/**
 * Actuator endpoint and Micrometer meters of the engine.
 */
@NullMarked
package io.coroutine.actuate;

import org.jspecify.annotations.NullMarked;
