/**
 * Auto-configuration of requests on private stacks.
 */
@NullMarked
package io.coroutine.autoconfigure.stack;

import org.jspecify.annotations.NullMarked;
