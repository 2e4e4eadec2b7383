/**
 * What the benchmarks share: options, child processes, what the machine is and what a
 * process used, reports.
 */
@NullMarked
package io.coroutine.benchmarks.support;

import org.jspecify.annotations.NullMarked;
