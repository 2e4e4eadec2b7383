/**
 * Who waits for a descriptor, and what an event of the kernel does: this is where a
 * parked coroutine is resumed. Read {@link io.coroutine.internal.readiness.Readiness}
 * first; the states are in {@code Direction}. It uses loops, their timers and descriptor
 * tables. Sockets and connectors call it; each method says whether it belongs to the
 * loop.
 */
@NullMarked
package io.coroutine.internal.readiness;

import org.jspecify.annotations.NullMarked;
