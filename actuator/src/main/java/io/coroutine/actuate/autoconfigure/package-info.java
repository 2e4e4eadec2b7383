/**
 * Auto-configuration of the endpoint and the meters.
 */
@NullMarked
package io.coroutine.actuate.autoconfigure;

import org.jspecify.annotations.NullMarked;
