/**
 * Public: TCP servers and clients whose blocking calls park the coroutine and not its
 * event loop, waiting for several sockets at once, and the hook that keeps look-ups of
 * names off the loops. Read {@link io.coroutine.net.TcpServer} first. It stands on top:
 * it may use every other package of the core, and none of them uses it. Applications call
 * it from any thread.
 */
@NullMarked
package io.coroutine.net;

import org.jspecify.annotations.NullMarked;
