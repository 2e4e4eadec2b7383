/**
 * Auto-configuration of the hooks of the JDK's network classes.
 */
@NullMarked
package io.coroutine.autoconfigure.net;

import org.jspecify.annotations.NullMarked;
