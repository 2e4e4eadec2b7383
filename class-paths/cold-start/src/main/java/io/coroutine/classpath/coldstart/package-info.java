/**
 * An application whose first requests meet class initializers that wait.
 */
@NullMarked
package io.coroutine.classpath.coldstart;

import org.jspecify.annotations.NullMarked;
