/**
 * The JDK's internals, and reflection that reaches private members: virtual threads with
 * a scheduler of our own, their stacks, the ending of the JVM. Read
 * {@link io.coroutine.internal.jdk.VirtualThreads} first. It uses nothing of the project,
 * and no other package reaches into the JDK. Any thread may call it.
 */
@NullMarked
package io.coroutine.internal.jdk;

import org.jspecify.annotations.NullMarked;
