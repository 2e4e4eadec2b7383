/**
 * Public: coroutines, the runtime that runs them, the choice of engine and stack, and the
 * dump of what lives. Read {@link io.coroutine.CoroutineRuntime} first, then
 * {@link io.coroutine.Coroutine}. It uses the schedulers, and gives back nothing that is
 * internal: modules of this project come from a runtime to its scheduler by
 * {@link io.coroutine.internal.scheduler.Scheduler#behind(Object)}. Applications call it
 * from any thread.
 */
@NullMarked
package io.coroutine;

import org.jspecify.annotations.NullMarked;
