/**
 * Spring's task executors and schedulers on coroutines.
 */
@NullMarked
package io.coroutine.spring.task;

import org.jspecify.annotations.NullMarked;
