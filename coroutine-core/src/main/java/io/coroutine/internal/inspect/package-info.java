/**
 * Pictures of live fibers: state, stack, what they wait for and who holds it. Read
 * {@link io.coroutine.internal.inspect.FiberSnapshot} first. It reads fibers and changes
 * nothing. For dumps; any thread but a carrier may call it, as it takes its time.
 */
@NullMarked
package io.coroutine.internal.inspect;

import org.jspecify.annotations.NullMarked;
