/**
 * A test as an IDE runs it.
 */
@NullMarked
package io.coroutine.classpath.noflags;

import org.jspecify.annotations.NullMarked;
