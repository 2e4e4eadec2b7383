/**
 * Public: values of a coroutine, as thread-locals are values of a thread, and how they
 * are handed on. Read {@link io.coroutine.local.CoroutineLocal} first. It keeps them by
 * what {@code io.coroutine.internal.local} has. Applications call it, each thread for
 * itself.
 */
@NullMarked
package io.coroutine.local;

import org.jspecify.annotations.NullMarked;
