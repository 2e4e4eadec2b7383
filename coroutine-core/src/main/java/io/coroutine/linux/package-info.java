/**
 * The only place with system calls. Internal: not for use by applications.
 */
@NullMarked
package io.coroutine.linux;

import org.jspecify.annotations.NullMarked;
