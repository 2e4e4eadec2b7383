/**
 * The request in the coroutines that it creates, and coroutine-locals that belong to it.
 */
@NullMarked
package io.coroutine.spring.web;

import org.jspecify.annotations.NullMarked;
