/**
 * The only place with JDK internals. Internal: not for use by applications.
 */
@NullMarked
package io.coroutine.jdk;

import org.jspecify.annotations.NullMarked;
