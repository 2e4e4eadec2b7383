/**
 * A wheel of timers, and a coarse clock for the ages of fibers. Read
 * {@link io.coroutine.internal.timer.TimerWheel} first. It uses the access to the JDK. A
 * wheel belongs to one loop: only its carrier may change it, between coroutines. The
 * clock is for any thread.
 */
@NullMarked
package io.coroutine.internal.timer;

import org.jspecify.annotations.NullMarked;
