package io.coroutine.snapshot;

/**
 * How the private stacks are used.
 *
 * @param limit how many there may be at once
 * @param inUse how many there are
 * @param queued how many coroutines wait for one
 * @param rejected how many could not even wait, since the start
 */
public record StackUse(int limit, int inUse, int queued, long rejected) {
}
