/**
 * The live dashboard: an endpoint with a page and the numbers that it draws.
 */
@NullMarked
package io.coroutine.actuate.dashboard;

import org.jspecify.annotations.NullMarked;
