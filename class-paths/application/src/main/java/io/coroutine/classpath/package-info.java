/**
 * The classes of the small applications, which have different class paths.
 */
@NullMarked
package io.coroutine.classpath;

import org.jspecify.annotations.NullMarked;
