/**
 * Auto-configuration of the endpoint, the meters and the health.
 */
@NullMarked
package io.coroutine.actuate.autoconfigure;

import org.jspecify.annotations.NullMarked;
