/**
 * Requests on private stacks: by path, by annotation, or because they stall. Read {@code
 * PrivateStackHandlerAdapter} first, then {@code PrivateStackFilter}.
 */
@NullMarked
package io.coroutine.spring.stack;

import org.jspecify.annotations.NullMarked;
