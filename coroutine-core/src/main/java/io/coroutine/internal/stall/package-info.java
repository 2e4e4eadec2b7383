/**
 * The watchdog: it finds loops that one coroutine keeps to itself, has them handed over,
 * and says what it saw. Read {@link io.coroutine.internal.stall.StallWatchdog} first. It
 * sees loops and carriers only through {@link io.coroutine.internal.stall.WatchedLoop},
 * {@link io.coroutine.internal.stall.WatchedCarrier} and
 * {@link io.coroutine.internal.stall.SpareCarriers}. A {@code Stall} is one case from its
 * beginning to its end, {@code RecentStalls} remembers the last ones, {@code StallLog}
 * the numbers of the coroutines behind many more, and {@code StallReporter} logs on a
 * thread of its own. It has a thread of its own; others may read what it remembers.
 */
@NullMarked
package io.coroutine.internal.stall;

import org.jspecify.annotations.NullMarked;
