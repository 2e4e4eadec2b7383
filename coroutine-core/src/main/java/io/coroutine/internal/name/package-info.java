/**
 * The provider of name look-ups for the JDK: questions of coroutines are asked on threads
 * of their own, once for all who ask the same. Read
 * {@link io.coroutine.internal.name.NameLookups} first. It uses schedulers and fibers.
 * The JDK and {@code io.coroutine.net.NameServiceHook} call it, from any thread.
 */
@NullMarked
package io.coroutine.internal.name;

import org.jspecify.annotations.NullMarked;
