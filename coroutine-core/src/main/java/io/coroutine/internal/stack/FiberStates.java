package io.coroutine.internal.stack;

/**
 * What the live coroutines of a stack mode do.
 *
 * @param runnable how many wait for their turn
 * @param running how many run
 * @param waiting how many wait for something else
 */
public record FiberStates(long runnable, long running, long waiting) {
}
