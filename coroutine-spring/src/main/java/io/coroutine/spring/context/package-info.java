/**
 * The context of a coroutine that those take over which it creates.
 */
@NullMarked
package io.coroutine.spring.context;

import org.jspecify.annotations.NullMarked;
