/**
 * How connections come in: a listener that all loops watch, limits and back-off when
 * there are too many, and the loop on which a connection lives. Read
 * {@link io.coroutine.internal.accept.ConnectionAcceptor} first, then
 * {@link io.coroutine.internal.accept.ConnectionHome}. It uses transports, sockets,
 * readiness and loops. For the servers of {@code io.coroutine.net} and for connectors;
 * each class says which of its methods belong to a loop.
 */
@NullMarked
package io.coroutine.internal.accept;

import org.jspecify.annotations.NullMarked;
