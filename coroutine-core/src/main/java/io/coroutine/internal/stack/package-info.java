/**
 * Private stacks: threads that are lent to fibers which need a whole stack, or to one
 * call that would block a loop. Read {@link io.coroutine.internal.stack.PrivateStacks}
 * first. It uses fibers. {@code ThreadFiber} is a fiber with a thread of its own, on a
 * private stack or, in the portable engine, on the scheduler of the JDK. Schedulers and
 * blocking calls use it, from any thread.
 */
@NullMarked
package io.coroutine.internal.stack;

import org.jspecify.annotations.NullMarked;
