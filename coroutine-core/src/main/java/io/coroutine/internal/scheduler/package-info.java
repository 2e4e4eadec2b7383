/**
 * What a runtime runs its fibers on: event loops, or the JDK's own scheduler, and the way
 * to end them. The scheduling itself is in {@code io.coroutine.internal.loop}. Read
 * {@link io.coroutine.internal.scheduler.Scheduler} first: it is the entry of the modules
 * of this project, by {@link io.coroutine.internal.scheduler.Scheduler#behind(Object)}.
 * It may use everything below. Any thread may call it.
 */
@NullMarked
package io.coroutine.internal.scheduler;

import org.jspecify.annotations.NullMarked;
