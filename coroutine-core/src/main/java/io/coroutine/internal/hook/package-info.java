/**
 * The hook below {@link java.net.Socket}: the JDK's own socket class waits on event
 * loops. Read {@link io.coroutine.internal.hook.SocketHook} first, which installs it,
 * then {@code LoopSocketImpl}, which behaves as the JDK's implementation does. It uses
 * sockets and loops. The auto-configuration installs it; after that the JDK calls it,
 * from threads of every kind.
 */
@NullMarked
package io.coroutine.internal.hook;

import org.jspecify.annotations.NullMarked;
