/**
 * An echo service on one core: what a request costs on coroutines and on virtual threads.
 * Start it with {@code benchmarks/echo/run}.
 */
@NullMarked
package io.coroutine.benchmarks.echo;

import org.jspecify.annotations.NullMarked;
