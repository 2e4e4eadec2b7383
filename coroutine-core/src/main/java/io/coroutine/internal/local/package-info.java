/**
 * How the values of coroutine-locals are kept in a fiber. Read
 * {@link io.coroutine.internal.local.LocalValues} first. It uses fibers. For {@code
 * io.coroutine.local} and for who creates coroutines; only the thread that has the values
 * may call it.
 */
@NullMarked
package io.coroutine.internal.local;

import org.jspecify.annotations.NullMarked;
