/**
 * Auto-configuration of deadlines.
 */
@NullMarked
package io.coroutine.autoconfigure.deadline;

import org.jspecify.annotations.NullMarked;
