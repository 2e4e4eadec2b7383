/**
 * Where coroutines are scheduled: the loop with its queue, the carriers that run it, the
 * lease that hands a loop over, and stealing between neighbours. Read
 * {@link io.coroutine.internal.loop.EventLoop} first, then {@code RunnerLease} (who runs
 * a loop, and how it is handed over) and {@code LoopFiber}. It uses fibers, timers,
 * measures, the watchdog and system calls. Most methods belong to the carrier of the
 * loop, and assert it; the others say so.
 */
@NullMarked
package io.coroutine.internal.loop;

import org.jspecify.annotations.NullMarked;
