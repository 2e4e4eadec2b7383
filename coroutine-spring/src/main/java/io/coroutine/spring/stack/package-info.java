/**
 * Requests on private stacks: by path, by annotation, or because they stall.
 */
@NullMarked
package io.coroutine.spring.stack;

import org.jspecify.annotations.NullMarked;
