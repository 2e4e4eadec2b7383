package io.coroutine.benchmarks.overload;

import io.coroutine.benchmarks.compare.Mode;

/**
 * What one mode has done.
 *
 * @param mode the mode
 * @param peak queries without overload
 * @param overload queries with too many clients
 * @param calm other requests while nothing hangs
 * @param hanging other requests while a downstream hangs
 */
record OverloadResult(Mode mode, LoadNumbers peak, LoadNumbers overload, LoadNumbers calm, LoadNumbers hanging) {
}
