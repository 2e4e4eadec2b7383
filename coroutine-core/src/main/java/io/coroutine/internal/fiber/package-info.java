/**
 * The fiber: one coroutine as the engine sees it, the registry of those that live, and
 * the hand-over from one to another. Read {@link io.coroutine.internal.fiber.Fiber}
 * first. It uses virtual threads, and knows no loop: what differs between engines is in
 * its subclasses. Each method says which thread may call it.
 */
@NullMarked
package io.coroutine.internal.fiber;

import org.jspecify.annotations.NullMarked;
