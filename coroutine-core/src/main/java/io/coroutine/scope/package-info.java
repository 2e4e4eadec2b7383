/**
 * Public: coroutines that belong together, and the time within which work is wanted. Read
 * {@link io.coroutine.scope.CoroutineScope} first, then
 * {@link io.coroutine.scope.Deadline}. It uses coroutines and their locals. A scope
 * belongs to the thread that opened it; the classes say what others may call.
 */
@NullMarked
package io.coroutine.scope;

import org.jspecify.annotations.NullMarked;
