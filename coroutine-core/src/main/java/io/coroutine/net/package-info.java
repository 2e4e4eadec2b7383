/**
 * Sockets whose blocking calls park the coroutine and not its event loop.
 */
@NullMarked
package io.coroutine.net;

import org.jspecify.annotations.NullMarked;
