/**
 * A TCP connection on either engine, as the public connections see it: reads, writes,
 * time limits, and waiting for several. Read
 * {@link io.coroutine.internal.transport.TcpTransport} first; {@code Loop} classes are of
 * event loops, {@code Portable} ones of the JDK's channels. It uses sockets. For {@code
 * io.coroutine.net} and {@code accept}; any thread may call it.
 */
@NullMarked
package io.coroutine.internal.transport;

import org.jspecify.annotations.NullMarked;
