/**
 * How long others wait beside coroutines and processes that do not give the CPU back.
 * Start it with {@code benchmarks/stall/run}.
 */
@NullMarked
package io.coroutine.benchmarks.stall;

import org.jspecify.annotations.NullMarked;
