/**
 * System calls of Linux through {@code java.lang.foreign}: sockets, epoll, eventfd. Read
 * {@link io.coroutine.internal.linux.Sockets} first. It uses nothing of the project, and
 * no other package makes system calls. Any thread may call it; what can block says so.
 */
@NullMarked
package io.coroutine.internal.linux;

import org.jspecify.annotations.NullMarked;
