/**
 * Private stacks: threads that are lent to fibers which need a whole stack, or to one
 * call that would block a loop. Read {@link io.coroutine.internal.stack.PrivateStacks}
 * first. It uses fibers. Schedulers and blocking calls use it, from any thread.
 */
@NullMarked
package io.coroutine.internal.stack;

import org.jspecify.annotations.NullMarked;
