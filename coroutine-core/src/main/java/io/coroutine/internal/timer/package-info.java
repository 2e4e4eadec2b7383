/**
 * A hashed wheel of timers, and the coarse clock it is turned by. Read
 * {@link io.coroutine.internal.timer.TimerWheel} first. It uses nothing. A wheel belongs
 * to one loop: only its carrier may call it, between coroutines.
 */
@NullMarked
package io.coroutine.internal.timer;

import org.jspecify.annotations.NullMarked;
