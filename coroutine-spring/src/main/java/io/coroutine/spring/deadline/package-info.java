/**
 * Deadlines of requests: where they come from, and what they end.
 */
@NullMarked
package io.coroutine.spring.deadline;

import org.jspecify.annotations.NullMarked;
