/**
 * A small order service in the ordinary blocking style.
 */
@NullMarked
package io.coroutine.sample;

import org.jspecify.annotations.NullMarked;
