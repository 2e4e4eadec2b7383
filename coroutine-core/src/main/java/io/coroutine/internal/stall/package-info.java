/**
 * The watchdog: it finds loops that one coroutine keeps to itself, has them handed over,
 * and says what it saw. Read {@link io.coroutine.internal.stall.StallWatchdog} first. It
 * sees loops and carriers only through {@link io.coroutine.internal.stall.WatchedLoop}
 * and {@link io.coroutine.internal.stall.WatchedCarrier}. It has a thread of its own;
 * others may read what it remembers.
 */
@NullMarked
package io.coroutine.internal.stall;

import org.jspecify.annotations.NullMarked;
