/**
 * Auto-configuration of Spring's task executors and schedulers.
 */
@NullMarked
package io.coroutine.autoconfigure.task;

import org.jspecify.annotations.NullMarked;
