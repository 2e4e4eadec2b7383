/**
 * A Tomcat connector on the event loops: a fresh coroutine for each request, none for an
 * idle connection.
 */
@NullMarked
package io.coroutine.tomcat;

import org.jspecify.annotations.NullMarked;
