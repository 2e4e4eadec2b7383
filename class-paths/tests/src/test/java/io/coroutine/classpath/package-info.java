/**
 * Starts the jars of the small applications as anybody would.
 */
@NullMarked
package io.coroutine.classpath;

import org.jspecify.annotations.NullMarked;
