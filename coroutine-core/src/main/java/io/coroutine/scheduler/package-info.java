/**
 * Event loops and the coroutines they run. Internal: for the modules of this project, not
 * for applications.
 */
@NullMarked
package io.coroutine.scheduler;

import org.jspecify.annotations.NullMarked;
