/**
 * One non-blocking socket with blocking operations: try, register, park, be woken, try
 * again. Read {@link io.coroutine.internal.socket.StreamSocket} first; with {@code
 * DescriptorGuard}, {@link io.coroutine.internal.readiness.Readiness} and its {@code
 * Direction} that is the whole of a read or write of a virtual thread; {@code
 * KernelWait} is for platform threads. It uses readiness, loops and system calls. For
 * transports, the hook and connectors; any thread may call it.
 */
@NullMarked
package io.coroutine.internal.socket;

import org.jspecify.annotations.NullMarked;
