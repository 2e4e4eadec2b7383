/**
 * A Tomcat connector on the event loops: a fresh coroutine for each request, none for an
 * idle connection. Read {@code CoroutineEndpoint} first, then {@code RequestCoroutines}.
 */
@NullMarked
package io.coroutine.tomcat;

import org.jspecify.annotations.NullMarked;
