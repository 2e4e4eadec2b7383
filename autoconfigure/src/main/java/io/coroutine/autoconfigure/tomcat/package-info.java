/**
 * Auto-configuration of Tomcat.
 */
@NullMarked
package io.coroutine.autoconfigure.tomcat;

import org.jspecify.annotations.NullMarked;
