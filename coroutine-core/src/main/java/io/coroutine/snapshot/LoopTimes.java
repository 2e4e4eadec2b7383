package io.coroutine.snapshot;

/**
 * What an event loop has done with its time since it was started, in nanoseconds.
 *
 * @param running in coroutines
 * @param polling in its own code: events, timers, looking for work
 * @param sleeping until something happens
 */
public record LoopTimes(long running, long polling, long sleeping) {
}
