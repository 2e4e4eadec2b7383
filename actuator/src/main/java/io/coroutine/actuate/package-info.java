/**
 * Actuator endpoint, Micrometer meters and health of the engine. Read {@code
 * CoroutinesEndpoint} first, then {@code CoroutineMetrics}.
 */
@NullMarked
package io.coroutine.actuate;

import org.jspecify.annotations.NullMarked;
