/**
 * Runs the sample on stock threads, virtual threads and coroutines side by side and
 * compares what each request costs. Start it with {@code benchmarks/compare/run}.
 */
@NullMarked
package io.coroutine.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
