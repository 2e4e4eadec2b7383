/**
 * What a container looks for in a WAR.
 */
@NullMarked
package io.coroutine.classpath.war;

import org.jspecify.annotations.NullMarked;
